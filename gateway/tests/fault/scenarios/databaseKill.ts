import type { Load } from "../load/load";
import type { FaultMall } from "../mall/faultMall";
import type { Scenario } from "./scenario";
import { perform, setStage } from "./stage";

const PER_SECOND = 50;
const LONGEST_PAUSE_MS = 3_000;
/** From the database's first answer to the first order that is placed and paid. */
const HEAL_LIMIT_MS = 5_000;

export interface Heals {
  /** How long the database was away. */
  readonly awayMs: number[];
  /** From its return until the next checkout ended well. */
  readonly healedMs: number[];
}

/** Kills the database under load, again and again, each time after it has served a while. */
export async function killDatabase(
  { database }: FaultMall,
  load: Load,
  {
    count,
    pauseMs,
    log,
  }: {
    readonly count: number;
    readonly pauseMs: () => number;
    readonly log: (line: string) => void;
  },
): Promise<Heals> {
  const heals: Heals = { awayMs: [], healedMs: [] };
  for (let number = 1; number <= count; number++) {
    await pause(pauseMs());
    const awayMs = await database.killAndAwait();
    const back = performance.now();
    const known = load.ends.length;
    const deadline = back + 60_000;
    while (!load.ends.slice(known).some(({ orderId }) => orderId !== null)) {
      if (performance.now() > deadline)
        throw new Error("No order is placed a minute after the database came back.");
      await pause(5);
    }
    const healedMs = performance.now() - back;
    heals.awayMs.push(awayMs);
    heals.healedMs.push(healedMs);
    log(
      `database kill ${number}: away ${Math.round(awayMs)} ms, then ${Math.round(healedMs)} ms to the next order`,
    );
  }
  return heals;
}

export const databaseKills: Scenario = async ({ random, count, folder, log, rate }) => {
  const start = performance.now();
  const perSecond = rate ?? PER_SECOND;
  const stage = await setStage();
  try {
    let heals: Heals = { awayMs: [], healedMs: [] };
    const act = { name: "F3", random, perSecond, folder };
    const outcome = await perform(stage, act, async (load) => {
      const pauseMs = () => 2_000 + random.integer(LONGEST_PAUSE_MS);
      heals = await killDatabase(stage.faultMall, load, { count, pauseMs, log });
    });
    const slow = heals.healedMs.filter((ms) => ms > HEAL_LIMIT_MS);
    return {
      id: "F3",
      title: "kill -9 of the database",
      faults: heals.healedMs.length,
      perSecond,
      ...outcome,
      violations: [
        ...outcome.violations,
        ...slow.map((ms) => `pools healed only after ${Math.round(ms)} ms`),
      ],
      recoveriesMs: heals.healedMs,
      notes: [
        "recovery: from the database's first answer to the next order",
        `the database was away for at most ${Math.round(Math.max(...heals.awayMs))} ms`,
      ],
      durationMs: performance.now() - start,
    };
  } finally {
    await stage.faultMall.stop();
  }
};

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
