import { money } from "@micro-shop/common/money";
import type { PricedChangeRow } from "../model/priceChanges";
import type { RefundOutcomeRow } from "../model/refundOutcomes";
import type { ReturnRow } from "../model/returns";
import type { TimelineEntry } from "./timelineEntry";

/** The entries of an order's timeline that are about its money and the goods that come back. */

/** Nothing while it is under way. */
export function priceChangeEntries({
  status,
  settledAt,
  changedBy,
  reason,
  discountMinor,
  currency,
}: PricedChangeRow): TimelineEntry[] {
  if (status === "PENDING" || settledAt === null) return [];
  const kind = status === "APPLIED" ? "PRICE_CHANGED" : "PRICE_CHANGE_REFUSED";
  const amount = money(discountMinor, currency);
  return [
    { at: settledAt, kind, actor: "STAFF", actorId: changedBy, status: null, text: reason, amount },
  ];
}

export function refundEntry({
  at,
  failure,
  amountMinor,
  currency,
}: RefundOutcomeRow): TimelineEntry {
  const kind = failure === null ? "REFUNDED" : "REFUND_FAILED";
  const amount = money(amountMinor, currency);
  return { at, kind, actor: "SYSTEM", actorId: null, status: null, text: failure, amount };
}

export function returnEntries(row: ReturnRow, buyerId: string | null): TimelineEntry[] {
  const { requestedAt, approvedAt, approvedBy, receivedAt, decidedAt, decidedBy } = row;
  const plain = { status: null, text: null, amount: null } as const;
  const entries: TimelineEntry[] = [
    {
      ...plain,
      at: requestedAt,
      kind: "RETURN_REQUESTED",
      actor: "CUSTOMER",
      actorId: buyerId,
      text: row.reason,
    },
  ];
  const staff = { ...plain, actor: "STAFF" } as const;
  if (approvedAt !== null) {
    entries.push({ ...staff, at: approvedAt, kind: "RETURN_APPROVED", actorId: approvedBy });
  }
  if (receivedAt !== null) {
    const amount = row.refundMinor === null ? null : money(row.refundMinor, row.currency);
    const received = { at: receivedAt, actorId: decidedBy, amount };
    entries.push({ ...staff, ...received, kind: "RETURN_RECEIVED" });
  }
  if (row.status === "REJECTED" && decidedAt !== null) {
    const rejected = { at: decidedAt, actorId: decidedBy, text: row.note };
    entries.push({ ...staff, ...rejected, kind: "RETURN_REJECTED" });
  }
  return entries;
}
