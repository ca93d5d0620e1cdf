import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Logger } from "@micro-shop/common/log";
import { fullJitterMs, randomInt } from "@micro-shop/common/random";
import { settleAll } from "@micro-shop/common/resilience/settleAll";
import {
  claimDueNotices,
  noteDelivered,
  noteUndelivered,
  type SandboxNoticeRow,
} from "../../../model/sandbox/notices";
import { SIGNATURE_HEADER, signNotice } from "../signature";

const BATCH_SIZE = 50;
const TIMEOUT_MS = 3_000;
/** Longer than a delivery takes; then another instance may send the notice. */
const LEASE_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_REPEAT_MS = 1_000;

/** The merchant's URL for the notices of each channel. */
export type WebhookUrls = Readonly<Record<SandboxNoticeRow["channel"], string>>;

export interface DeliveryOptions {
  readonly database: Database;
  readonly webhookSecret: string;
  readonly urls: WebhookUrls;
  /** How often a notice is sent again although it was taken, up to a second later; default 0. */
  readonly repeats?: number;
  readonly log: Logger;
}

/**
 * Sends the notices that are due, by POST, until the merchant answers 2xx. A notice may be sent more than once: the
 * merchant knows it by its id. Answers how many were sent.
 */
export async function deliverNotices(options: DeliveryOptions): Promise<number> {
  const notices = await inTransaction(options.database, (transaction) =>
    claimDueNotices(transaction, {
      now: clock.now(),
      limit: BATCH_SIZE,
      until: laterBy(LEASE_MS),
    }),
  );
  await settleAll(notices.map((notice) => deliver(options, notice)));
  return notices.length;
}

async function deliver(options: DeliveryOptions, notice: SandboxNoticeRow): Promise<void> {
  const { drizzle } = options.database;
  if (await isTaken(options, notice)) {
    return notice.deliveries < (options.repeats ?? 0)
      ? noteUndelivered(drizzle, notice.id, laterBy(randomInt(LONGEST_REPEAT_MS)))
      : noteDelivered(drizzle, notice.id, clock.now());
  }
  const pauseMs =
    FIRST_PAUSE_MS + fullJitterMs(notice.deliveries, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  return noteUndelivered(drizzle, notice.id, laterBy(pauseMs));
}

async function isTaken(
  { urls, webhookSecret, log }: DeliveryOptions,
  { channel, body: text }: SandboxNoticeRow,
): Promise<boolean> {
  const body = Buffer.from(text);
  try {
    const response = await fetch(urls[channel], {
      method: "POST",
      redirect: "manual",
      body,
      headers: {
        "content-type": "application/json",
        [SIGNATURE_HEADER]: signNotice(webhookSecret, body),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // A body that nobody reads keeps its connection.
    await response.body?.cancel();
    if (!response.ok) log.warn({ status: response.status }, "a sandbox notice was refused");
    return response.ok;
  } catch (error) {
    log.warn({ err: error }, "a sandbox notice could not be delivered");
    return false;
  }
}

function laterBy(ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}
