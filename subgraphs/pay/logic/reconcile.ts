import { clock } from "@micro-shop/common/clock";
import type { PayServices } from "../context";
import {
  findSettledAttempts,
  findSettledRefunds,
  findStrayAttempts,
  finishReconciliation,
  lastWholeReconciliation,
  startReconciliation,
  type SettledPosition,
} from "../model/reconciliation";
import { findRefundsWithCharge } from "../model/refunds";
import { compareAttempt, compareOwnBooks, compareRefund, type Comparison } from "./compareBooks";

const HOUR_MS = 3_600_000;
/** A provider may change its mind late: results are looked at again at these ages. The longest bounds every comparison. */
const LOOK_AGAIN_MS = [0, 24 * HOUR_MS, 71 * HOUR_MS] as const;
const WINDOW_MS = 72 * HOUR_MS;
/** What was settled by clocks that differ, or committed while the last comparison ran, is in the next one. */
const OVERLAP_MS = 600_000;
/** Questions that are asked at the same time. */
const BATCH_SIZE = 8;

export interface Reconciliation {
  readonly compared: number;
  readonly unanswered: number;
  readonly differing: number;
}

interface Settled {
  readonly id: string;
  readonly settledAt: Date | null;
}

/** A page of what was settled after a position, compared. */
interface ComparedPage {
  readonly settled: readonly Settled[];
  readonly comparisons: readonly Comparison[];
}

interface TimeSpan {
  readonly since: Date;
  readonly until: Date;
}

/**
 * Compares what was settled since the last comparison, and a day and three days before that, with the books of the
 * providers, and our own books with each other. What differs becomes repair work and is never changed. Once an hour, by
 * whichever instance comes first: null for the others, and when the signal ends it early. What a provider does not answer
 * now it is asked again in the next hour.
 */
export async function reconcile(
  services: PayServices,
  signal?: AbortSignal,
): Promise<Reconciliation | null> {
  const { drizzle } = services.database;
  const now = clock.now();
  const slot = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  const last = await lastWholeReconciliation(drizzle);
  if (!(await startReconciliation(drizzle, slot, now))) return null;
  const counts = { compared: 0, unanswered: 0, differing: 0 };
  for await (const comparison of compareAll(services, spansOf(last, now))) {
    if (signal?.aborted) return null;
    counts.compared += 1;
    if (comparison === "UNANSWERED") counts.unanswered += 1;
    if (comparison === "DIFFERENT") counts.differing += 1;
  }
  await finishReconciliation(drizzle, slot, { ...counts, finishedAt: clock.now() });
  services.log.info(counts, "reconciled");
  return counts;
}

/** When what is to be compared was settled; spans that do not meet. */
function spansOf(last: Date | null, now: Date): TimeSpan[] {
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  const pauseMs = last ? now.getTime() - last.getTime() + OVERLAP_MS : WINDOW_MS;
  // The comparisons of a day or more are missing: all of it is made up for.
  if (pauseMs >= 24 * HOUR_MS) return [{ since: ago(WINDOW_MS), until: now }];
  return LOOK_AGAIN_MS.map((ageMs) => ({ since: ago(ageMs + pauseMs), until: ago(ageMs) }));
}

/** One page after the other, so that no more than a page is held. */
async function* compareAll(
  services: PayServices,
  spans: readonly TimeSpan[],
): AsyncGenerator<Comparison> {
  for (const span of spans) {
    yield* comparePages(span, (position) => compareAttempts(services, position));
    yield* comparePages(span, (position) => compareRefunds(services, position));
  }
  yield* await compareStrays(services);
}

async function* comparePages(
  { since, until }: TimeSpan,
  compare: (position: SettledPosition) => Promise<ComparedPage>,
): AsyncGenerator<Comparison> {
  for (let position: SettledPosition | null = { settledAt: since, id: null, until }; position;) {
    const { settled, comparisons } = await compare(position);
    yield* comparisons;
    const last = settled.at(-1);
    position =
      settled.length === BATCH_SIZE && last?.settledAt
        ? { settledAt: last.settledAt, id: last.id, until }
        : null;
  }
}

async function compareAttempts(
  services: PayServices,
  position: SettledPosition,
): Promise<ComparedPage> {
  const found = await findSettledAttempts(services.database.drizzle, position, BATCH_SIZE);
  const comparisons = await Promise.all(found.map((attempt) => compareAttempt(services, attempt)));
  const own = await compareOwnBooks(services, new Set(found.map(({ payment }) => payment.id)));
  return {
    settled: found.map(({ attempt }) => attempt),
    comparisons: [...comparisons, ...own],
  };
}

/** What was captured of these fits nothing: it is found here however its notices fared. */
async function compareStrays(services: PayServices): Promise<Comparison[]> {
  const strays = await findStrayAttempts(services.database.drizzle, BATCH_SIZE);
  return Promise.all(strays.map((attempt) => compareAttempt(services, attempt)));
}

async function compareRefunds(
  services: PayServices,
  position: SettledPosition,
): Promise<ComparedPage> {
  const { drizzle } = services.database;
  const settled = await findSettledRefunds(drizzle, position, BATCH_SIZE);
  const found = await findRefundsWithCharge(
    drizzle,
    settled.map(({ id }) => id),
  );
  const comparisons = await Promise.all(found.map((refund) => compareRefund(services, refund)));
  const own = await compareOwnBooks(services, new Set(found.map(({ payment }) => payment.id)));
  return { settled, comparisons: [...comparisons, ...own] };
}
