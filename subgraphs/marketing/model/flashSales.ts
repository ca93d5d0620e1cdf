import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  lte,
  type AnyColumn,
  type InferSelectModel,
  type SQL,
} from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import type { FlashSalePhase } from "../types/enums";
import { flashSaleItems, flashSales } from "./tables";

type SaleRow = InferSelectModel<typeof flashSales>;
export type FlashSaleItemRow = InferSelectModel<typeof flashSaleItems>;

/** A sale with its items in order: they are always read together, in one statement. */
export interface FlashSaleRow extends SaleRow {
  readonly items: readonly FlashSaleItemRow[];
}

/** The sales with these ids. */
export async function findFlashSales(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly FlashSaleRow[]> {
  const rows = await executor
    .select({ sale: flashSales, item: flashSaleItems })
    .from(flashSales)
    .leftJoin(flashSaleItems, eq(flashSaleItems.flashSaleId, flashSales.id))
    .where(inArray(flashSales.id, padInList(ids)))
    .orderBy(asc(flashSaleItems.position));
  return withItems(rows);
}

/** The items with these ids. */
export async function findFlashSaleItems(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly FlashSaleItemRow[]> {
  return executor
    .select()
    .from(flashSaleItems)
    .where(inArray(flashSaleItems.id, padInList(ids)));
}

/** The sales of a phase, at most `limit`: the next to end, the next to start, or the last that ended first. */
export async function findFlashSalesByPhase(
  executor: DatabaseExecutor,
  phase: FlashSalePhase,
  at: { readonly now: Date; readonly limit: number },
): Promise<readonly FlashSaleRow[]> {
  const sale = executor
    .select()
    .from(flashSales)
    .where(isInPhase(phase, at.now))
    .orderBy(...orderOf(phase, flashSales))
    .limit(at.limit)
    .as("sale");
  const rows = await executor
    .select()
    .from(sale)
    .leftJoin(flashSaleItems, eq(flashSaleItems.flashSaleId, sale.id))
    // A join does not keep the order of the derived table.
    .orderBy(...orderOf(phase, sale), asc(flashSaleItems.position));
  return withItems(rows.map((row) => ({ sale: row.sale, item: row.flash_sale_item })));
}

/** The running sales that any of the products is in, with all their items; the next to end first. */
export async function findRunningSalesOf(
  executor: DatabaseExecutor,
  productIds: readonly string[],
  now: Date,
): Promise<readonly FlashSaleRow[]> {
  const saleIds = executor
    .select({ id: flashSaleItems.flashSaleId })
    .from(flashSaleItems)
    .where(inArray(flashSaleItems.productId, padInList(productIds)));
  const rows = await executor
    .select({ sale: flashSales, item: flashSaleItems })
    .from(flashSales)
    .innerJoin(flashSaleItems, eq(flashSaleItems.flashSaleId, flashSales.id))
    .where(and(isInPhase("RUNNING", now), inArray(flashSales.id, saleIds)))
    .orderBy(...orderOf("RUNNING", flashSales), asc(flashSaleItems.position));
  return withItems(rows);
}

function isInPhase(phase: FlashSalePhase, now: Date): SQL | undefined {
  switch (phase) {
    case "RUNNING":
      return and(lte(flashSales.startsAt, now), gt(flashSales.endsAt, now));
    case "UPCOMING":
      return gt(flashSales.startsAt, now);
    case "ENDED":
      return lte(flashSales.endsAt, now);
  }
}

interface OrderColumns {
  readonly id: AnyColumn;
  readonly startsAt: AnyColumn;
  readonly endsAt: AnyColumn;
}

function orderOf(phase: FlashSalePhase, { id, startsAt, endsAt }: OrderColumns): readonly SQL[] {
  switch (phase) {
    case "RUNNING":
      return [asc(endsAt), asc(id)];
    case "UPCOMING":
      return [asc(startsAt), asc(id)];
    case "ENDED":
      return [desc(endsAt), asc(id)];
  }
}

/** Joined rows as sales, each where its first row stands. */
function withItems(
  rows: readonly { readonly sale: SaleRow; readonly item: FlashSaleItemRow | null }[],
): readonly FlashSaleRow[] {
  const sales = new Map<string, SaleRow & { items: FlashSaleItemRow[] }>();
  for (const { sale, item } of rows) {
    const found = sales.get(sale.id) ?? { ...sale, items: [] };
    if (item) found.items.push(item);
    sales.set(sale.id, found);
  }
  return [...sales.values()];
}
