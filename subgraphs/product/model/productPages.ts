import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  sql,
  type Column,
  type SQL,
} from "drizzle-orm";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { isId } from "@micro-shop/common/ids";
import type { ProductRow } from "./products";
import { isStorableInstant } from "./storableInstant";
import { product, productAttribute, skuStock } from "./tables";

export type ProductSort = "NEWEST" | "PRICE_ASC" | "PRICE_DESC" | "RATING" | "POPULAR";

/** What a page or a count is narrowed to; null = not narrowed. The status is never open. */
export interface ProductSelection {
  readonly status: ProductRow["status"];
  /** One of these; an empty list selects nothing. */
  readonly categoryIds: readonly string[] | null;
  readonly minPriceMinor: number | null;
  readonly maxPriceMinor: number | null;
  /** Whether a unit of some SKU is free to sell. */
  readonly inStock: boolean | null;
  /** All of these, each with one of its values. */
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Where a page begins: behind the row with this sort value and id. */
export interface ProductPosition {
  readonly value: number;
  readonly id: string;
}

interface SortOrder {
  readonly column: Column;
  readonly direction: "ascending" | "descending";
  /** The sort value as a number, and back as the column takes it. */
  readonly valueOf: (row: ProductRow) => number;
  readonly toColumn?: (value: number) => unknown;
  /** Whether the column can hold the value; any whole number from 0 when absent. */
  readonly isValue?: (value: number) => boolean;
}

const sortOrders: Readonly<Record<ProductSort, SortOrder>> = {
  NEWEST: {
    column: product.listedAt,
    direction: "descending",
    valueOf: (row) => row.listedAt.getTime(),
    toColumn: (value) => new Date(value),
    isValue: isStorableInstant,
  },
  PRICE_ASC: {
    column: product.priceMinor,
    direction: "ascending",
    valueOf: (row) => row.priceMinor,
  },
  PRICE_DESC: {
    column: product.priceMinor,
    direction: "descending",
    valueOf: (row) => row.priceMinor,
  },
  RATING: {
    column: product.ratingPermille,
    direction: "descending",
    valueOf: (row) => row.ratingPermille ?? 0,
  },
  POPULAR: {
    column: product.soldCount,
    direction: "descending",
    valueOf: (row) => row.soldCount,
  },
};

/** Where a row stands in that order. */
export function positionOf(sort: ProductSort, row: ProductRow): ProductPosition {
  return { value: sortOrders[sort].valueOf(row), id: row.id };
}

/** Whether a row could stand there: cursors come from clients. */
export function isPosition(sort: ProductSort, { value, id }: ProductPosition): boolean {
  const { isValue = (number) => Number.isSafeInteger(number) && number >= 0 } = sortOrders[sort];
  return isValue(value) && isId(id);
}

/** The next `limit` products behind `after`, by the sort value and then the id, so that equal values have an order too. */
export function readProductPage(
  executor: DatabaseExecutor,
  page: {
    readonly selection: ProductSelection;
    readonly sort: ProductSort;
    readonly after: ProductPosition | null;
    readonly limit: number;
  },
): Promise<ProductRow[]> {
  const { column, direction } = sortOrders[page.sort];
  const order = direction === "ascending" ? asc : desc;
  return executor
    .select()
    .from(product)
    .where(and(...conditionsOf(page.selection), isBehind(page.sort, page.after)))
    .orderBy(order(column), order(product.id))
    .limit(page.limit);
}

export async function countProducts(
  executor: DatabaseExecutor,
  selection: ProductSelection,
): Promise<number> {
  const rows = await executor
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(product)
    .where(and(...conditionsOf(selection)));
  return rows[0]?.count ?? 0;
}

/** `a <= ? and (a < ? or b < ?)`: the row form `(a, b) < (?, ?)` does not use the index on every server. */
function isBehind(sort: ProductSort, after: ProductPosition | null): SQL | undefined {
  if (after === null) return undefined;
  const { column, direction, toColumn } = sortOrders[sort];
  const value = toColumn ? toColumn(after.value) : after.value;
  return direction === "ascending"
    ? and(gte(column, value), or(gt(column, value), gt(product.id, after.id)))
    : and(lte(column, value), or(lt(column, value), lt(product.id, after.id)));
}

function conditionsOf(selection: ProductSelection): (SQL | undefined)[] {
  const { categoryIds, minPriceMinor, maxPriceMinor, inStock } = selection;
  return [
    eq(product.status, selection.status),
    categoryIds === null ? undefined : isOneOf(categoryIds),
    minPriceMinor === null ? undefined : gte(product.priceMinor, minPriceMinor),
    maxPriceMinor === null ? undefined : lte(product.priceMinor, maxPriceMinor),
    inStock === null ? undefined : inStock ? isNotNull(freeUnit) : isNull(freeUnit),
    ...selection.attributes.map(({ name, values }) => hasAttribute(name, values)),
  ];
}

function isOneOf(categoryIds: readonly string[]): SQL {
  return categoryIds.length === 0 ? sql`false` : inArray(product.categoryId, [...categoryIds]);
}

/**
 * 1 when some SKU has a unit to sell, else null. A scalar subquery on purpose: an `exists` is turned into a join that
 * reads the stock of the whole shop first, while a page needs that of some dozens of products.
 */
const freeUnit = sql`(select 1 from ${skuStock} where ${skuStock.productId} = ${product.id} and ${skuStock.onHand} > ${skuStock.reserved} limit 1)`;

function hasAttribute(name: string, values: readonly string[]): SQL {
  return sql`exists (select 1 from ${productAttribute} where ${productAttribute.productId} = ${product.id} and ${productAttribute.name} = ${name} and ${inArray(productAttribute.value, [...values])})`;
}
