import DataLoader from "dataloader";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { readReviewPages, type ReviewPosition, type ReviewRow } from "../model/reviews";

/** Which page of the reviews of a product. */
export interface ReviewPage {
  readonly first: number;
  readonly after: ReviewPosition | null;
}

export interface ReviewPages {
  /** The reviews of the page and one more, if there is one, which tells that another page follows. */
  load(productId: string, page: ReviewPage): Promise<readonly ReviewRow[]>;
}

/** Products a statement reads pages of: it holds one small select for each. */
const MAX_PAGES_A_STATEMENT = 100;

/** The same page of many products costs one statement; another size or cursor (an alias, say) is another. */
export function reviewPages(executor: DatabaseExecutor): ReviewPages {
  const loaders = new Map<string, DataLoader<string, readonly ReviewRow[]>>();
  const loaderOf = ({ first, after }: ReviewPage): DataLoader<string, readonly ReviewRow[]> => {
    const name = `${first}/${after?.createdAt.getTime() ?? ""}/${after?.id ?? ""}`;
    let loader = loaders.get(name);
    if (!loader) {
      loader = new DataLoader(
        async (productIds) => {
          const rows = await readReviewPages(executor, productIds, { after, limit: first + 1 });
          const byProduct = new Map<string, ReviewRow[]>(productIds.map((id) => [id, []]));
          for (const row of rows) byProduct.get(row.productId)?.push(row);
          return productIds.map((id) => byProduct.get(id) ?? []);
        },
        { maxBatchSize: MAX_PAGES_A_STATEMENT },
      );
      loaders.set(name, loader);
    }
    return loader;
  };
  return { load: (productId, page) => loaderOf(page).load(productId) };
}
