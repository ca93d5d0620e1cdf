import { fault } from "@micro-shop/common/errors";
import {
  decodeCursor,
  encodeCursor,
  pageOf,
  type Page,
} from "@micro-shop/common/graphql/connection";
import { isId } from "@micro-shop/common/ids";
import type { ProductContext } from "../context";
import type { ProductRow } from "../model/products";
import { isStorableInstant } from "../model/storableInstant";
import type { ReviewPosition, ReviewRow } from "../model/reviews";

/** A page of the published reviews of a product, the newest first. */
export async function listReviews(
  context: ProductContext,
  product: Pick<ProductRow, "id" | "ratingCount">,
  input: { readonly first: number; readonly after?: string | null },
): Promise<Page<ReviewRow>> {
  const after = positionInCursor(input.after);
  const rows = await context.loaders.reviewPages.load(product.id, { first: input.first, after });
  // The rating counts exactly the published reviews, so the total is known already.
  return pageOf(rows, input, cursorOf, async () => product.ratingCount);
}

function cursorOf(row: ReviewRow): string {
  return encodeCursor([row.createdAt.getTime(), row.id]);
}

function positionInCursor(cursor: string | null | undefined): ReviewPosition | null {
  const values = decodeCursor(cursor, ["number", "string"]);
  if (values === null) return null;
  const ms = Number(values[0]);
  const id = String(values[1]);
  if (!isStorableInstant(ms) || !isId(id)) {
    fault("BAD_REQUEST", "The cursor in `after` is not one of this list.");
  }
  return { createdAt: new Date(ms), id };
}
