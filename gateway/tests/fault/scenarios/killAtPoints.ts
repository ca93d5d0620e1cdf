import { isRelayPoint, type ServicePoint } from "../points/servicePoint";
import type { Load } from "../load/load";
import type { FaultMall } from "../mall/faultMall";
import type { ScenarioOptions } from "./scenario";

export interface KillPlan extends Pick<ScenarioOptions, "random" | "count" | "log"> {
  readonly isWanted: (point: ServicePoint) => boolean;
  /** Time for the load to come to all points before the first kill. */
  readonly warmUpMs: number;
  /** Between two kills of one service; shorter, and the supervisor's growing pauses are what is measured. */
  readonly minLifeMs: number;
  /** No kill begins later than this after the first; then there are fewer of them. */
  readonly limitMs: number;
  /** No kill begins once it has aborted. */
  readonly signal?: AbortSignal;
  /** False: nobody waits until a kill is healed, neither the next one nor the caller. */
  readonly awaitRecovery: boolean;
}

export interface Kills {
  readonly recoveriesMs: number[];
  readonly killsByPoint: Map<string, number>;
  readonly missed: string[];
}

/** Longest wait for a process to come to a point that few checkouts lead to. */
const HIT_LIMIT_MS = 10_000;

/**
 * Kills processes at the points that the load comes to, each point in turn in an order drawn anew each round, at an arrival
 * drawn as well. A kill is healed when every checkout that was under way then has ended as its client hoped.
 */
export async function killAtPoints(
  faultMall: FaultMall,
  load: Load,
  plan: KillPlan,
): Promise<Kills> {
  const { random, count, log, minLifeMs } = plan;
  const { points } = faultMall;
  const kills: Kills = { recoveriesMs: [], killsByPoint: new Map(), missed: [] };
  const lastKill = new Map<string, number>();
  let killed = 0;
  await pause(plan.warmUpMs);
  let round: ServicePoint[] = [];
  const start = performance.now();
  const isOver = () => plan.signal?.aborted === true || performance.now() - start > plan.limitMs;
  while (killed < count && !isOver()) {
    if (round.length === 0) round = shuffle((await points.seen()).filter(plan.isWanted), random);
    if (round.length === 0) throw new Error("The load has come to none of the points.");
    const next = takeRipest(round, lastKill);
    await pause((lastKill.get(next.service) ?? -Infinity) + minLifeMs - performance.now());
    const known = (await points.hits()).length;
    const nth = 1 + random.integer(3);
    await points.arm(next.service, { point: next.point, nth, signal: "SIGKILL" });
    const hit = await points.nextHit(known, HIT_LIMIT_MS);
    if (hit === null) {
      await points.disarm(next.service);
      kills.missed.push(`${next.service} ${next.point}`);
      continue;
    }
    const at = performance.now();
    lastKill.set(next.service, at);
    killed += 1;
    const name = `${next.service} ${next.point}`;
    kills.killsByPoint.set(name, (kills.killsByPoint.get(name) ?? 0) + 1);
    const progress = `kill ${killed} of ${count}, ${Math.round((at - start) / 1_000)} s: ${name} (arrival ${nth})`;
    if (!plan.awaitRecovery) {
      log(progress);
      continue;
    }
    await load.underWay();
    while (!faultMall.isWhole(hit.pid)) await pause(10);
    kills.recoveriesMs.push(performance.now() - at);
    log(`${progress}, healed in ${Math.round(performance.now() - at)} ms`);
  }
  return kills;
}

/** The first point of the round whose service has been left alone longest. */
function takeRipest(round: ServicePoint[], lastKill: ReadonlyMap<string, number>): ServicePoint {
  const ages = round.map(({ service }) => lastKill.get(service) ?? 0);
  const [next] = round.splice(ages.indexOf(Math.min(...ages)), 1);
  if (!next) throw new RangeError("The round is empty.");
  return next;
}

function shuffle<Value>(values: readonly Value[], random: ScenarioOptions["random"]): Value[] {
  return values
    .map((value) => ({ value, place: random.fraction() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value);
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

/** F1: between the steps of order's sagas. */
export const isSagaPoint = (point: ServicePoint): boolean =>
  point.service === "order" && !isRelayPoint(point);

/** F2: after a participant's commit, or the provider's answer, and before its own. */
export const isParticipantPoint = (point: ServicePoint): boolean =>
  ["product", "marketing", "pay"].includes(point.service) && !isRelayPoint(point);
