import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { PayServices } from "../context";
import {
  findAttempts,
  lockDueAttempts,
  postponePolls,
  type AttemptOfPayment,
} from "../model/attempts";
import { recheckAttempt, recheckMs } from "./chargeAttempt";
import { workOff } from "./workOff";

/** No attempt is asked about more often, however fast its provider is. */
const SHORTEST_LEASE_MS = 10_000;

/** For writing the result down, once the provider has told it. */
const WRITING_MS = 5_000;

/** Asks the providers about all attempts whose result is overdue. Answers how many it asked about. */
export function pollAttempts(services: PayServices, signal?: AbortSignal): Promise<number> {
  // Longer than asking takes; then another instance may ask.
  const leaseMs = Math.max(SHORTEST_LEASE_MS, recheckMs(services) + WRITING_MS);
  return workOff(
    {
      claim: (limit) => claimDue(services, limit, leaseMs),
      work: (found) => recheckAttempt(services, found),
    },
    signal,
  );
}

async function claimDue(
  { database }: PayServices,
  limit: number,
  leaseMs: number,
): Promise<readonly AttemptOfPayment[]> {
  const ids = await inTransaction(database, async (transaction) => {
    const now = clock.now();
    const due = await lockDueAttempts(transaction, now, limit);
    if (due.length > 0) {
      await postponePolls(transaction, due, new Date(now.getTime() + leaseMs));
    }
    return due;
  });
  return ids.length === 0 ? [] : findAttempts(database.drizzle, ids);
}
