import DataLoader from "dataloader";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import type { ServiceClient } from "@micro-shop/common/graphql/serviceClient";
import { PopularProductsDocument } from "./generated/product";

/** What marketing asks of the product subgraph, for one request. */
export interface ProductCatalogue {
  /**
   * Ids of at most `first` published products, popular ones first, of a category and those below it, or of all.
   * The same question is sent once a request. Throws a Fault when product does not answer.
   */
  onSale(categoryId: string | null, first: number): Promise<readonly string[]>;
}

interface Question {
  readonly categoryId: string | null;
  readonly first: number;
}

export function productCatalogue(
  client: ServiceClient,
  context: Pick<RequestContext, "caller" | "deadline">,
): ProductCatalogue {
  const ask = async ({ categoryId, first }: Question): Promise<readonly string[]> => {
    const filter = categoryId === null ? null : { categoryId };
    const { products } = await client.call(PopularProductsDocument, { first, filter }, { context });
    return products.edges.map(({ node }) => node.id);
  };
  const answers = new DataLoader(
    (questions: readonly Question[]) => Promise.all(questions.map(ask)),
    {
      batch: false,
      cacheKeyFn: ({ categoryId, first }) => `${categoryId ?? "all"}:${first}`,
    },
  );
  return { onSale: (categoryId, first) => answers.load({ categoryId, first }) };
}
