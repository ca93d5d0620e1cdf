import type { Pool } from "mysql2/promise";
import type { ServiceName } from "@micro-shop/common/serviceNames";

/** What can be asked in SQL: an open Database, or one connection of a test dressed up as one. */
export interface Source {
  readonly pool: Pick<Pool, "query">;
}

/** The five databases of a mall. They may be on different servers: no statement reads two of them. */
export type MallSources = Readonly<Record<ServiceName, Source>>;

/** One case in which an invariant does not hold. */
export interface Violation {
  /** What it is about, e.g. `{ orderId, skuId }`. */
  readonly ids: Readonly<Record<string, string>>;
  /** What is so, in a few words. */
  readonly detail: string;
}

/** What a check found out about one invariant. */
export interface InvariantReport {
  /** I1 to I13, O9, O11. */
  readonly invariant: string;
  readonly sentence: string;
  /** All violations, of which `violations` are the first 20. */
  readonly count: number;
  readonly violations: readonly Violation[];
}

/** Where and as of when a check looks. */
export interface Scope {
  readonly sources: MallSources;
  /** What changed after this may still be on its way to the other databases and is not judged across them. */
  readonly until: Date;
  /** Whether nothing changes while the check runs: then everything is judged, whenever it changed. */
  readonly isStill: boolean;
}

/** Takes down what a check finds. */
export interface Findings {
  add(violation: Violation): void;
  /** So many more, of which these are the first. */
  addFirst(violations: readonly Violation[], count: number): void;
}

/** One rule that always holds (RELIABILITY.md 1, DOMAIN.md 1). */
export interface Invariant {
  readonly name: string;
  readonly sentence: string;
  check(scope: Scope, findings: Findings): Promise<void>;
}
