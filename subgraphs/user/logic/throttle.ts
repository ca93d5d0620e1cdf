import { createHash } from "node:crypto";
import { clock } from "@micro-shop/common/clock";
import { refuse } from "@micro-shop/common/errors";
import type { UserContext } from "../context";
import { clearAttempts, countFailures, findAttempts } from "../model/attempts";

const WINDOW_MS = 15 * 60 * 1000;
/** A person mistypes; a machine guesses. */
const MAX_FAILURES_PER_LOGIN = 10;
/** Many people may share an address. */
const MAX_FAILURES_PER_ADDRESS = 100;

/** What failures are counted against: the login tried and the client's address. */
export interface ThrottledSubject {
  readonly login: string;
  readonly address: string;
}

interface Counter {
  readonly subject: string;
  readonly limit: number;
}

function countersOf({ login, address }: ThrottledSubject): readonly [Counter, Counter] {
  return [
    { subject: `login:${digest(login)}`, limit: MAX_FAILURES_PER_LOGIN },
    { subject: `address:${digest(address)}`, limit: MAX_FAILURES_PER_ADDRESS },
  ];
}

/** Refuses with TOO_MANY_ATTEMPTS while the login or the address has failed too often. */
export async function refuseThrottled(
  context: UserContext,
  subject: ThrottledSubject,
): Promise<void> {
  const counters = countersOf(subject);
  const rows = await findAttempts(
    context.database.drizzle,
    counters.map((counter) => counter.subject),
  );
  const now = clock.now();
  const isLocked = rows.some((row) => {
    const limit = counters.find((counter) => counter.subject === row.subject)?.limit ?? Infinity;
    return row.windowEndsAt > now && row.failures >= limit;
  });
  if (isLocked) refuse("TOO_MANY_ATTEMPTS", "Too many failed attempts; try again in 15 minutes.");
}

/** Notes a failed attempt. */
export async function noteFailure(context: UserContext, subject: ThrottledSubject): Promise<void> {
  const now = clock.now();
  await countFailures(
    context.database.drizzle,
    countersOf(subject).map((counter) => counter.subject),
    { now, endsAt: new Date(now.getTime() + WINDOW_MS) },
  );
}

/** A success clears the login's failures; those of the address stay, or one good login would hide a guesser. */
export async function noteSuccess(context: UserContext, subject: ThrottledSubject): Promise<void> {
  await clearAttempts(context.database.drizzle, countersOf(subject)[0].subject);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
