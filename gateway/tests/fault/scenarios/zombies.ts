import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RowDataPacket } from "mysql2/promise";
import type { Load } from "../load/load";
import { named } from "../checks/settle";
import type { FaultMall } from "../mall/faultMall";
import type { PointHit } from "../points/protocol";
import type { Scenario, ScenarioOptions } from "./scenario";
import { isSagaPoint } from "./killAtPoints";
import { perform, setStage } from "./stage";

const PER_SECOND = 10;
const WARM_UP_MS = 12_000;
const PAUSE_MS = 30_000;
const HIT_LIMIT_MS = 20_000;
const AFTERMATH_MS = 3_000;

export interface ZombiePlan extends Pick<ScenarioOptions, "random" | "count" | "log"> {
  /** How long an instance is paused; by then another one must have taken its sagas. */
  readonly pauseMs: number;
  /** How long a woken instance is watched: it tries at once what it was about to do. */
  readonly aftermathMs: number;
  /** Called while it is paused, e.g. to end its leases at once. */
  readonly meanwhile?: () => Promise<void>;
}

export interface Zombies {
  readonly hits: PointHit[];
  /** Sagas that were under way at a pause and ended during it. */
  ended: number;
  /** Sagas whose paused holder found, when it woke, that it may not write any more. */
  fenced: number;
  /** Writes of woken instances that changed a saga somebody else had taken. */
  readonly violations: string[];
}

interface SagaState {
  readonly id: string;
  readonly version: number;
  readonly status: string;
}

/** Pauses an instance of order at a point of a saga while another one takes its lease, wakes it, and looks what it wrote. */
export async function pauseHolders(
  faultMall: FaultMall,
  load: Load,
  plan: ZombiePlan,
): Promise<Zombies> {
  const { points } = faultMall;
  const zombies: Zombies = { hits: [], ended: 0, fenced: 0, violations: [] };
  const places = (await points.seen()).filter(
    (place) => isSagaPoint(place) && /^(?:placeOrder|cancelOrder)\./.test(place.point),
  );
  for (let number = 1; number <= plan.count; number++) {
    // The first at a place behind which its saga has something to write, so that it must be refused.
    const eligible =
      number === 1 ? places.filter(({ point }) => point.endsWith(".before")) : places;
    const place = eligible[plan.random.integer(eligible.length)];
    if (!place) throw new Error("The load has come to no point of a saga.");
    const known = (await points.hits()).length;
    await points.arm("order", { point: place.point, nth: 1, signal: "SIGSTOP" });
    const hit = await points.nextHit(known, HIT_LIMIT_MS);
    if (hit === null) {
      await points.disarm("order");
      continue;
    }
    zombies.hits.push(hit);
    // Sagas begun by now; those that the paused instance holds are still RUNNING when its leases have ended.
    const before = await openSagas(faultMall);
    try {
      await plan.meanwhile?.();
      await pause(plan.pauseMs);
      const taken = await endedSagas(faultMall, before);
      zombies.ended += taken.length;
      process.kill(hit.pid, "SIGCONT");
      await pause(plan.aftermathMs);
      const after = new Map((await readSagas(faultMall, taken)).map((saga) => [saga.id, saga]));
      for (const saga of taken) {
        const now = after.get(saga.id);
        if (now?.version === saga.version && now.status === saga.status) continue;
        zombies.violations.push(
          `a woken instance wrote saga ${saga.id} (${place.point}): ${JSON.stringify({ saga, now })}`,
        );
      }
      plan.log(
        `pause ${number}: ${place.point}, ${taken.length} sagas ended by the other instance`,
      );
    } finally {
      // Twice does no harm; a paused process would outlive the test.
      process.kill(hit.pid, "SIGCONT");
    }
    await load.underWay();
  }
  zombies.fenced = await countFenced(faultMall);
  if (zombies.fenced === 0) zombies.violations.push("no paused holder was refused a write");
  return zombies;
}

/** By what order's instances have written into their logs. */
async function countFenced({ mall }: FaultMall): Promise<number> {
  const folder = join(mall.dataDir, "logs");
  const names = (await readdir(folder)).filter((name) => name.startsWith("order"));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.join("").split("the saga is carried on by another instance").length - 1;
}

async function openSagas({ database, mall }: FaultMall): Promise<readonly SagaState[]> {
  const [rows] = await database.pool.query<RowDataPacket[]>(
    named(
      "SELECT hex(id) AS id, version, status FROM {order}.saga WHERE status IN ('RUNNING', 'UNDOING')",
      mall.prefix,
    ),
  );
  return rows as unknown as readonly SagaState[];
}

async function endedSagas(
  faultMall: FaultMall,
  open: readonly SagaState[],
): Promise<readonly SagaState[]> {
  const now = await readSagas(faultMall, open);
  return now.filter(({ status }) => status === "DONE" || status === "UNDONE");
}

async function readSagas(
  { database, mall }: FaultMall,
  sagas: readonly SagaState[],
): Promise<readonly SagaState[]> {
  if (sagas.length === 0) return [];
  const [rows] = await database.pool.query<RowDataPacket[]>(
    named(
      `SELECT hex(id) AS id, version, status FROM {order}.saga
       WHERE id IN (${sagas.map(({ id }) => `x'${id}'`).join(", ")})`,
      mall.prefix,
    ),
  );
  return rows as unknown as readonly SagaState[];
}

export const zombieHolders: Scenario = async ({ random, count, folder, log, rate }) => {
  const start = performance.now();
  const perSecond = rate ?? PER_SECOND;
  const stage = await setStage({ instances: { order: 2 } });
  try {
    let zombies: Zombies = { hits: [], ended: 0, fenced: 0, violations: [] };
    const act = { name: "F5", random, perSecond, folder };
    const outcome = await perform(stage, act, async (load) => {
      await pause(WARM_UP_MS);
      zombies = await pauseHolders(stage.faultMall, load, {
        random,
        count,
        log,
        pauseMs: PAUSE_MS,
        aftermathMs: AFTERMATH_MS,
      });
    });
    return {
      id: "F5",
      title: "an instance of order paused for 30 s while another takes its sagas",
      faults: zombies.hits.length,
      perSecond,
      ...outcome,
      violations: [...outcome.violations, ...zombies.violations],
      recoveriesMs: [],
      notes: [
        `${zombies.ended} sagas were under way at a pause and ended during it; none was written after the paused instance woke`,
        `${zombies.fenced} times a holder was refused its write because another one had the saga by then`,
        `points: ${zombies.hits.map(({ point }) => point).join(", ")}`,
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
