import type { RowDataPacket } from "mysql2/promise";
import { id } from "./break";
import { pick, run, type MallHandle } from "../seededMall";

/** The id of some line of an order `o` for which the SQL condition holds. */
export const lineThat = (mall: MallHandle, condition: string): Promise<Buffer> =>
  pick(
    mall.order,
    `SELECT l.id FROM order_line l JOIN orders o ON o.id = l.order_id WHERE ${condition} ORDER BY l.id`,
  );

interface Wanted {
  /** Default RECEIVED. */
  readonly status?: "REQUESTED" | "RECEIVED" | "REFUNDED";
  /** Default some line of a completed order, with a refund that succeeded where `refund` says so. */
  readonly lineId?: Promise<Buffer>;
  /** Default 1. */
  readonly quantity?: number;
  /** Default what its refund is of. */
  readonly refundMinor?: number;
  readonly failure?: string;
  /** Which refund of pay it names. */
  readonly refund?: "NONE" | "FOREIGN" | "SUCCEEDED";
  readonly isRestocked?: boolean;
}

interface RefundRow {
  readonly id: Buffer;
  readonly orderId: Buffer;
  readonly amountMinor: number;
}

/** A return of one line, as order would note it. The demo data have none. */
export async function addReturn(mall: MallHandle, wanted: Wanted): Promise<void> {
  const refund = wanted.refund === undefined ? null : await refundRow(mall, wanted.refund);
  const condition =
    wanted.refund === "SUCCEEDED" && refund
      ? `o.id = x'${refund.orderId.toString("hex")}'`
      : "o.status = 'COMPLETED' AND o.payment_status = 'PAID' AND l.unit_price_minor > 1";
  const lineId = await (wanted.lineId ?? lineThat(mall, condition));
  const isIn = wanted.status !== "REQUESTED";
  const refundMinor = isIn ? (wanted.refundMinor ?? refund?.amountMinor ?? null) : null;
  const returnId = id();
  await run(
    mall.order,
    `INSERT INTO order_return (id, order_id, status, reason, requested_at, received_at, is_restocked, refund_minor,
       refund_id, refund_failure, refunded_at)
     SELECT ?, order_id, ?, 'test', utc_timestamp(3), if(?, utc_timestamp(3), NULL), ?, ?, ?, ?, NULL
     FROM order_line WHERE id = ?`,
    [
      returnId,
      wanted.status ?? "RECEIVED",
      isIn,
      wanted.isRestocked ?? (isIn ? false : null),
      refundMinor,
      refund?.id ?? null,
      wanted.failure ?? null,
      lineId,
    ],
  );
  await run(
    mall.order,
    `INSERT INTO order_return_line (id, return_id, order_line_id, quantity, refund_minor) VALUES (?, ?, ?, ?, ?)`,
    [id(), returnId, lineId, wanted.quantity ?? 1, refundMinor],
  );
}

/** A refund of a delivered order that went through, or the id of none. */
async function refundRow(mall: MallHandle, which: Wanted["refund"]): Promise<RefundRow> {
  if (which === "NONE") return { id: id(), orderId: id(), amountMinor: 0 };
  const order = await pick(
    mall.order,
    "SELECT id FROM orders WHERE status IN ('DELIVERED', 'COMPLETED') AND payment_status = 'PARTIALLY_REFUNDED'",
  );
  const [[row]] = await mall.pay.query<(RowDataPacket & RefundRow)[]>(
    `SELECT r.id, p.order_id AS orderId, r.amount_minor AS amountMinor
     FROM refund r JOIN payment p ON p.id = r.payment_id WHERE p.order_id = ? AND r.status = 'SUCCEEDED'`,
    [order],
  );
  if (!row) throw new Error("No refund went through.");
  return row;
}
