import type { Database } from "@micro-shop/common/database/pool";
import { daysAgo } from "@micro-shop/common/database/retention";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Logger } from "@micro-shop/common/log";
import type { Job } from "@micro-shop/common/server/job";
import { repeat } from "@micro-shop/common/server/repeat";
import { deleteIdleGuestCarts } from "../model/carts";

const INTERVAL_MS = 60_000;

/** Carts of one transaction, and transactions of one round: what is left waits for the next one. */
const BATCH = 200;
const BATCHES = 20;

export interface GuestCartOptions {
  /** How long a guest's cart is kept after something was last put into it. */
  readonly afterDays: number;
}

/** The job that deletes guests' carts nobody comes back to: anybody can make them, and as many as they like. */
export function guestCartSweep(
  { database, log }: { readonly database: Database; readonly log: Logger },
  options: GuestCartOptions,
): Job {
  return repeat({ name: "guest cart sweep", intervalMs: INTERVAL_MS, log }, async () => {
    const swept = await sweepGuestCarts(database, options);
    if (swept > 0) log.info({ swept }, "idle carts of guests deleted");
  });
}

/** One round. Answers how many carts it deleted. */
export async function sweepGuestCarts(
  database: Database,
  { afterDays }: GuestCartOptions,
): Promise<number> {
  const before = daysAgo(afterDays);
  let swept = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const deleted = await inTransaction(database, (transaction) =>
      deleteIdleGuestCarts(transaction, before, BATCH),
    );
    swept += deleted;
    if (deleted < BATCH) break;
  }
  return swept;
}
