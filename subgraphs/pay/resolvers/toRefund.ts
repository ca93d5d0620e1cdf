import { toMoney } from "@micro-shop/common/graphql/types/money.type";
import type { RefundRow } from "../model/refunds";
import type { Refund } from "../types/refund.type";

/** A refund as the schema shows it. */
export function toRefund({
  id,
  status,
  reason,
  createdAt,
  amountMinor,
  currency,
}: RefundRow): Refund {
  return { id, status, reason, createdAt, amount: toMoney({ amountMinor, currency }) };
}
