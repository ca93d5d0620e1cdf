import type { SeededRandom } from "@micro-shop/common/testing/seededRandom";

/** Rows of the proof that are carried out here. */
export const scenarioIds = ["F1", "F2", "F3", "F4", "F5", "F8", "F10", "F14"] as const;

export type ScenarioId = (typeof scenarioIds)[number];

/** F1 and F2 share one mall and one count of kills when both are asked for. */
export type ReportedId = ScenarioId | "F1+F2";

export interface ScenarioOptions {
  readonly random: SeededRandom;
  /** How many faults (runs for F8 and F10). */
  readonly count: number;
  /** Checkouts that begin in a second; null = as the proof says. */
  readonly rate: number | null;
  /** Folder of the answers' journals. */
  readonly folder: string;
  readonly log: (line: string) => void;
  /** Aborts when somebody wants an end: no more faults, but what there was is checked and reported. */
  readonly signal: AbortSignal;
}

export interface ScenarioResult {
  readonly id: ReportedId;
  /** What was done, in a few words. */
  readonly title: string;
  /** Faults that were really injected; runs for F8 and F10. */
  readonly faults: number;
  /** Checkouts that began in a second; null where all begin at once. */
  readonly perSecond: number | null;
  readonly checkouts: number;
  /** Checkouts that ended with an order. */
  readonly orders: number;
  readonly violations: readonly string[];
  /** One a fault, milliseconds. */
  readonly recoveriesMs: readonly number[];
  /** Figures that belong to this scenario alone. */
  readonly notes: readonly string[];
  readonly durationMs: number;
}

export type Scenario = (options: ScenarioOptions) => Promise<ScenarioResult>;
