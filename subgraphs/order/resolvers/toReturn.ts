import { toMoney } from "@micro-shop/common/graphql/types/money.type";
import { money } from "@micro-shop/common/money";
import type { ReturnRow } from "../model/returns";
import type { OrderReturn } from "../types/orderReturn.type";

/** The schema's view of a return. */
export function toReturn(row: ReturnRow): OrderReturn {
  const amount = (amountMinor: number | null) =>
    amountMinor === null ? null : toMoney(money(amountMinor, row.currency));
  return {
    id: row.id,
    status: row.status,
    reason: row.reason,
    note: row.note,
    requestedAt: row.requestedAt,
    receivedAt: row.receivedAt,
    refundedAt: row.refundedAt,
    refund: amount(row.refundMinor),
    lines: row.lines.map(({ orderLineId, quantity, refundMinor }) => ({
      orderLineId,
      quantity,
      refund: amount(refundMinor),
    })),
  };
}
