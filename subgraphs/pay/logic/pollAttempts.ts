import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { settleAll } from "@micro-shop/common/resilience/settleAll";
import type { PayServices } from "../context";
import { findAttempts, lockDueAttempts, postponePolls } from "../model/attempts";
import { recheckAttempt } from "./chargeAttempt";

/** A provider is a slow machine, and few of its results get lost. */
const BATCH_SIZE = 20;

/** Longer than asking takes; then another instance may ask. */
const LEASE_MS = 10_000;

/** Asks the providers about attempts whose result is overdue. Answers how many it asked about. */
export async function pollAttempts(services: PayServices): Promise<number> {
  const { database } = services;
  const ids = await inTransaction(database, async (transaction) => {
    const now = clock.now();
    const due = await lockDueAttempts(transaction, now, BATCH_SIZE);
    if (due.length > 0) {
      await postponePolls(transaction, due, new Date(now.getTime() + LEASE_MS));
    }
    return due;
  });
  if (ids.length === 0) return 0;
  const attempts = await findAttempts(database.drizzle, ids);
  await settleAll(attempts.map((found) => recheckAttempt(services, found)));
  return ids.length;
}
