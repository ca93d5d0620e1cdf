import type { Database } from "@micro-shop/common/database/pool";
import type { RowDataPacket } from "mysql2/promise";

const IS_ANY_DUE = `
  SELECT EXISTS (SELECT 1 FROM sandbox_charge WHERE result_at <= ?)
      OR EXISTS (SELECT 1 FROM sandbox_refund WHERE result_at <= ?)
      OR EXISTS (SELECT 1 FROM sandbox_notice WHERE next_delivery_at <= ?) AS is_due`;

/** Whether a result or a notice is due: one look without locks, where most rounds end. */
export async function isAnyDue({ pool }: Pick<Database, "pool">, now: Date): Promise<boolean> {
  const [[row]] = await pool.execute<(RowDataPacket & { is_due: number })[]>(IS_ANY_DUE, [
    now,
    now,
    now,
  ]);
  return row?.is_due === 1;
}
