import { collectFindings } from "./findings";
import type { Invariant, InvariantReport, MallSources, Scope } from "./invariant";
import { databaseTime } from "./lastChange";
import { balancedLedger } from "./rules/balancedLedger";
import { couponsOnce } from "./rules/couponsOnce";
import { eventsArrive } from "./rules/eventsArrive";
import { exactTotals } from "./rules/exactTotals";
import { flashQuotas } from "./rules/flashQuotas";
import { historyAdvances } from "./rules/historyAdvances";
import { noStrayMoney } from "./rules/noStrayMoney";
import { nothingHeld } from "./rules/nothingHeld";
import { oneOrderAKey } from "./rules/oneOrderAKey";
import { paidInFull } from "./rules/paidInFull";
import { returnsPaid } from "./rules/returnsPaid";
import { sagasEnd } from "./rules/sagasEnd";
import { shippedOnce } from "./rules/shippedOnce";
import { stockBounds } from "./rules/stockBounds";
import { stockLedger } from "./rules/stockLedger";

const invariants: readonly Invariant[] = [
  stockBounds,
  stockLedger,
  paidInFull,
  noStrayMoney,
  balancedLedger,
  couponsOnce,
  nothingHeld,
  sagasEnd,
  oneOrderAKey,
  eventsArrive,
  exactTotals,
  historyAdvances,
  flashQuotas,
  shippedOnce,
  returnsPaid,
];

/** What is younger than this may still be on its way, on a mall that lives. */
export const GRACE_SECONDS = 60;

/** After every moment that a row can hold. */
const END_OF_TIME = new Date("9999-01-01T00:00:00Z");

export interface CheckOptions {
  /**
   * How long a change may take to reach all databases, and a saga beyond its deadline, before it counts as a violation;
   * default 60. 0 = the mall is still: nothing is excused, so nothing may be under way (`untilSettled`).
   */
  readonly graceSeconds?: number;
  /** The moment from which the grace is counted back, default now. Of a mall that was stopped: its last change. */
  readonly asOf?: Date;
}

/**
 * Looks whether the invariants I1 to I13 (RELIABILITY.md 1) and O9 and O11 (DOMAIN.md 1) hold in the five databases; one report each, in their order.
 * Reads only, in bounded memory. Throws when a database cannot be asked.
 */
export async function checkInvariants(
  sources: MallSources,
  options: CheckOptions = {},
): Promise<readonly InvariantReport[]> {
  const scope = await scopeOf(sources, options);
  const reports: InvariantReport[] = [];
  for (const { name, sentence, check } of invariants) {
    const findings = collectFindings();
    await check(scope, findings);
    const [count, violations] = [findings.count(), findings.violations()];
    reports.push({ invariant: name, sentence, count, violations });
  }
  return reports;
}

async function scopeOf(
  sources: MallSources,
  { graceSeconds = GRACE_SECONDS, asOf }: CheckOptions,
): Promise<Scope> {
  if (graceSeconds === 0) return { sources, until: END_OF_TIME, isStill: true };
  const now = asOf ?? (await databaseTime(sources.order));
  const until = new Date(now.getTime() - graceSeconds * 1_000);
  return { sources, until, isStill: asOf !== undefined };
}
