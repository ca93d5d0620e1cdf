import type { Database } from "@micro-shop/common/database/pool";
import type { RowDataPacket } from "mysql2/promise";

const problems = `
  select s.on_hand, s.reserved, s.moved, s.held from (
    select on_hand, reserved,
      (select coalesce(sum(delta), 0) from stock_movement m where m.sku_id = sku_stock.sku_id) as moved,
      (select coalesce(sum(quantity), 0) from stock_reservation r
        where r.sku_id = sku_stock.sku_id and r.status = 'RESERVED') as held
    from sku_stock) s
  where not (0 <= s.reserved and s.reserved <= s.on_hand and s.on_hand = s.moved and s.reserved = s.held)`;

/** SKUs whose counters disagree with the ledger or the reservations (invariants I1 and I2); none when all is well. */
export async function stockProblems(database: Database): Promise<readonly unknown[]> {
  const [rows] = await database.pool.query<RowDataPacket[]>(problems);
  return rows;
}

/** The counters of one SKU. */
export async function stockOf(
  database: Database,
  skuId: string,
): Promise<{ readonly onHand: number; readonly reserved: number }> {
  const [rows] = await database.pool.query<
    (RowDataPacket & { onHand: number; reserved: number })[]
  >("select on_hand as onHand, reserved from sku_stock where sku_id = unhex(?)", [
    skuId.replaceAll("-", ""),
  ]);
  const [row] = rows;
  if (!row) throw new Error("There is no such SKU.");
  return { onHand: row.onHand, reserved: row.reserved };
}
