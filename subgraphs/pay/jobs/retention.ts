import type { RetentionRule } from "@micro-shop/common/database/retention";
import { isNull } from "drizzle-orm";
import { reconciliations, sandboxNotices, webhookEvents } from "../model/tables";

export interface RetentionDays {
  /** Notices, taken and sent: far longer than a provider repeats one. */
  readonly notices: number;
  /** That the books were compared, and how many differed; the differences are repair work, which stays. */
  readonly reconciliations: number;
}

/** What pay forgets. Money, and what people have to do about it, it never does. */
export function payRetention(days: RetentionDays): readonly RetentionRule[] {
  return [
    { table: webhookEvents, since: webhookEvents.receivedAt, days: days.notices },
    {
      table: sandboxNotices,
      since: sandboxNotices.createdAt,
      days: days.notices,
      condition: isNull(sandboxNotices.nextDeliveryAt),
    },
    { table: reconciliations, since: reconciliations.slot, days: days.reconciliations },
  ];
}
