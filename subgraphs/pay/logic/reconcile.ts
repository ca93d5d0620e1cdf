import { clock } from "@micro-shop/common/clock";
import type { PayServices } from "../context";
import {
  findSettledAttempts,
  findSettledRefunds,
  findStrayAttempts,
  finishReconciliation,
  startReconciliation,
  type SettledPosition,
} from "../model/reconciliation";
import { findRefundsWithCharge } from "../model/refunds";
import { compareAttempt, compareOwnBooks, compareRefund, type Comparison } from "./compareBooks";

const HOUR_MS = 3_600_000;
/** Settled results are looked at in every hour of this time: a provider may change its mind late. */
const WINDOW_MS = 72 * HOUR_MS;
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

/**
 * Compares what was settled in the last days with the books of the providers, and our own books with each other. What
 * differs becomes repair work and is never changed. Once an hour, by whichever instance comes first: null for the others.
 * What a provider does not answer now it is asked again in the next hour.
 */
export async function reconcile(services: PayServices): Promise<Reconciliation | null> {
  const { drizzle } = services.database;
  const now = clock.now();
  const slot = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  if (!(await startReconciliation(drizzle, slot, now))) return null;
  const since = new Date(now.getTime() - WINDOW_MS);
  const comparisons = [
    ...(await comparePages(since, (position) => compareAttempts(services, position))),
    ...(await comparePages(since, (position) => compareRefunds(services, position))),
    ...(await compareStrays(services)),
  ];
  const countOf = (wanted: Comparison): number =>
    comparisons.filter((comparison) => comparison === wanted).length;
  const outcome = {
    compared: comparisons.length,
    unanswered: countOf("UNANSWERED"),
    differing: countOf("DIFFERENT"),
  };
  await finishReconciliation(drizzle, slot, { ...outcome, finishedAt: clock.now() });
  services.log.info(outcome, "reconciled");
  return outcome;
}

async function comparePages(
  since: Date,
  compare: (position: SettledPosition) => Promise<ComparedPage>,
): Promise<Comparison[]> {
  const all: Comparison[] = [];
  for (let position: SettledPosition | null = { settledAt: since, id: null }; position;) {
    const { settled, comparisons } = await compare(position);
    all.push(...comparisons);
    const last = settled.at(-1);
    position =
      settled.length === BATCH_SIZE && last?.settledAt
        ? { settledAt: last.settledAt, id: last.id }
        : null;
  }
  return all;
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
