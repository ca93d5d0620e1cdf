import { fault } from "@micro-shop/common/errors";
import {
  decodeCursor,
  encodeCursor,
  pageOf,
  type Page,
} from "@micro-shop/common/graphql/connection";
import type { ProductContext } from "../context";
import { readSubtreeIds } from "../model/categories";
import {
  countProducts,
  isPosition,
  positionOf,
  readProductPage,
  type ProductPosition,
  type ProductSelection,
  type ProductSort,
} from "../model/productPages";
import type { ProductRow } from "../model/products";

export interface ProductListInput {
  readonly first: number;
  readonly after?: string | null;
  readonly sort?: ProductSort | null;
  readonly filter?: {
    readonly categoryId?: string | null;
    readonly minPriceMinor?: number | null;
    readonly maxPriceMinor?: number | null;
    readonly inStock?: boolean | null;
    readonly attributes?: ProductSelection["attributes"] | null;
    readonly status?: ProductRow["status"] | null;
  } | null;
}

/**
 * A page of products, for everybody the published ones. Keyset pages: what does not change while somebody turns pages
 * is shown exactly once. Throws FORBIDDEN when a customer asks for another status, BAD_REQUEST on a foreign cursor.
 */
export async function listProducts(
  context: ProductContext,
  input: ProductListInput,
): Promise<Page<ProductRow>> {
  const sort = input.sort ?? "NEWEST";
  const after = positionInCursor(sort, input.after);
  const selection = await selectionOf(context, input.filter ?? {});
  const { drizzle } = context.database;
  const rows = await readProductPage(drizzle, { selection, sort, after, limit: input.first + 1 });
  return pageOf(
    rows,
    input,
    (row) => cursorOf(sort, row),
    () => countProducts(drizzle, selection),
  );
}

async function selectionOf(
  context: ProductContext,
  filter: NonNullable<ProductListInput["filter"]>,
): Promise<ProductSelection> {
  const status = filter.status ?? "PUBLISHED";
  if (status !== "PUBLISHED" && context.visibility.products !== "all") fault("FORBIDDEN");
  return {
    status,
    categoryIds:
      filter.categoryId == null ? null : await readSubtreeIds(context.database, filter.categoryId),
    minPriceMinor: filter.minPriceMinor ?? null,
    maxPriceMinor: filter.maxPriceMinor ?? null,
    inStock: filter.inStock ?? null,
    attributes: filter.attributes ?? [],
  };
}

function cursorOf(sort: ProductSort, row: ProductRow): string {
  const { value, id } = positionOf(sort, row);
  return encodeCursor([sort, value, id]);
}

/** A cursor is only good for the order it was made in: elsewhere its value means something else. */
function positionInCursor(
  sort: ProductSort,
  cursor: string | null | undefined,
): ProductPosition | null {
  const values = decodeCursor(cursor, ["string", "number", "string"]);
  if (values === null) return null;
  const [madeFor, value, id] = values;
  const position = { value: Number(value), id: String(id) };
  if (madeFor !== sort || !isPosition(sort, position)) {
    fault("BAD_REQUEST", "The cursor in `after` is not one of this list.");
  }
  return position;
}
