import { createHash } from "node:crypto";
import { clock } from "@micro-shop/common/clock";
import { refuse } from "@micro-shop/common/errors";
import type { UserContext } from "../context";
import { clearAttempts, countFailures, findAttempts, uncountFailure } from "../model/attempts";

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

/**
 * Counts an attempt before it is made, so that a thousand at once get no more guesses than ten in a row, and refuses
 * with TOO_MANY_ATTEMPTS above the limit of the login or the address.
 */
export async function countAttempt(context: UserContext, subject: ThrottledSubject): Promise<void> {
  const counters = countersOf(subject);
  const subjects = counters.map((counter) => counter.subject);
  const now = clock.now();
  const { drizzle } = context.database;
  await countFailures(drizzle, subjects, { now, endsAt: new Date(now.getTime() + WINDOW_MS) });
  const rows = await findAttempts(drizzle, subjects);
  const isLocked = rows.some((row) => {
    const limit = counters.find((counter) => counter.subject === row.subject)?.limit ?? Infinity;
    return row.failures > limit;
  });
  if (isLocked) refuse("TOO_MANY_ATTEMPTS", "Too many failed attempts; try again in 15 minutes.");
}

/**
 * The attempt was no failure: forgets those of the login, and this one of the address. The others of the address stay,
 * or one good login would hide a guesser.
 */
export async function noteSuccess(context: UserContext, subject: ThrottledSubject): Promise<void> {
  const [login, address] = countersOf(subject);
  const { drizzle } = context.database;
  await clearAttempts(drizzle, login.subject);
  await uncountFailure(drizzle, address.subject);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
