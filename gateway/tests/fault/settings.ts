import { randomInt } from "node:crypto";
import { scenarioIds, type ScenarioId } from "./scenarios/scenario";

/** The counts of the proof (RELIABILITY 5, and the issue's own 200 kills for F1 and F2 together). */
export const fullCounts: Readonly<Record<ScenarioId, number>> = {
  F1: 100,
  F2: 100,
  F3: 20,
  F4: 500,
  F5: 12,
  F8: 20,
  F10: 20,
  F14: 50,
};

export interface RunSettings {
  readonly seed: number;
  readonly only: readonly ScenarioId[];
  readonly counts: Readonly<Record<ScenarioId, number>>;
  /** Checkouts that begin in a second; null = as the proof says. */
  readonly rate: number | null;
}

export class UsageError extends Error {}

const USAGE =
  "Usage: npm run test:fault -- [--seed 1] [--only F1,F3] [--counts F1=10,F4=50] [--rate 20]; the counts are the proof's otherwise.";

/** Reads the command line. Throws a UsageError that says what there is. */
export function readSettings(parameters: readonly string[]): RunSettings {
  let seed = randomInt(2 ** 32);
  let only: readonly ScenarioId[] = scenarioIds;
  const counts: Record<ScenarioId, number> = { ...fullCounts };
  let rate: number | null = null;
  for (let index = 0; index < parameters.length; index += 2) {
    const [name, value = ""] = [parameters[index], parameters[index + 1]];
    if (name === "--seed" && /^\d{1,10}$/.test(value)) seed = Number(value);
    else if (name === "--rate" && /^[1-9]\d{0,3}$/.test(value)) rate = Number(value);
    else if (name === "--only") only = value.split(",").map(toScenario);
    else if (name === "--counts") {
      for (const pair of value.split(",")) {
        const [id = "", count = ""] = pair.split("=");
        if (!/^[1-9]\d{0,4}$/.test(count)) throw new UsageError(USAGE);
        counts[toScenario(id)] = Number(count);
      }
    } else throw new UsageError(USAGE);
  }
  return { seed, only, counts, rate };
}

function toScenario(text: string): ScenarioId {
  const id = scenarioIds.find((candidate) => candidate === text);
  if (id === undefined) throw new UsageError(`There is no ${text} here. ${USAGE}`);
  return id;
}
