import type { Findings, Violation } from "./invariant";

/** Violations that are told one by one; the rest is counted. */
const TOLD = 20;

export interface Collected extends Findings {
  readonly count: () => number;
  readonly violations: () => readonly Violation[];
}

/** Keeps the first violations and counts all, so that a mall in ruins fits in memory. */
export function collectFindings(): Collected {
  const told: Violation[] = [];
  let count = 0;
  const addFirst: Findings["addFirst"] = (violations, number) => {
    told.push(...violations.slice(0, TOLD - told.length));
    count += number;
  };
  return {
    add: (violation) => addFirst([violation], 1),
    addFirst,
    count: () => count,
    violations: () => told,
  };
}
