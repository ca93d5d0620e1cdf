import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Logger } from "@micro-shop/common/log";
import { fullJitterMs } from "@micro-shop/common/random";
import { settleAll } from "@micro-shop/common/resilience/settleAll";
import {
  approveCharges,
  lockDueCharges,
  noteDelivered,
  noteUndelivered,
  type SandboxChargeRow,
} from "../../model/sandboxCharges";
import { writeNotice } from "./notice";
import { SIGNATURE_HEADER, signNotice } from "./signature";

const BATCH_SIZE = 50;
const TIMEOUT_MS = 3_000;
/** Longer than a delivery takes; then another instance may send the notice. */
const LEASE_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

export interface DeliveryOptions {
  readonly database: Database;
  readonly webhookSecret: string;
  /** The merchant's URL for notices. */
  readonly url: string;
  readonly log: Logger;
}

/**
 * Lets the results of pending charges come and tells the merchant, by POST, until it answers 2xx. A notice may be sent
 * more than once: the merchant knows it by its id. Answers how many were sent.
 */
export async function deliverNotices(options: DeliveryOptions): Promise<number> {
  const now = clock.now();
  const charges = await inTransaction(options.database, async (transaction) => {
    const due = await lockDueCharges(transaction, now, BATCH_SIZE);
    const references = due.map((charge) => charge.reference);
    if (due.length > 0) await approveCharges(transaction, references, laterBy(LEASE_MS));
    return due.map((charge) => ({ ...charge, status: "APPROVED" as const }));
  });
  await settleAll(charges.map((charge) => deliver(options, charge)));
  return charges.length;
}

async function deliver(options: DeliveryOptions, charge: SandboxChargeRow): Promise<void> {
  const { drizzle } = options.database;
  if (await isTaken(options, charge)) {
    return noteDelivered(drizzle, charge.reference, clock.now());
  }
  const pauseMs =
    FIRST_PAUSE_MS + fullJitterMs(charge.deliveries, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  return noteUndelivered(drizzle, charge.reference, laterBy(pauseMs));
}

async function isTaken(
  { url, webhookSecret, log }: DeliveryOptions,
  charge: SandboxChargeRow,
): Promise<boolean> {
  const body = writeNotice(charge);
  try {
    const response = await fetch(url, {
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
