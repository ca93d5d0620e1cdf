import { STABLE_AFTER_MS } from "../mall/faultMall";
import { isRelayPoint, type ServicePoint } from "../points/servicePoint";
import { isParticipantPoint, isSagaPoint, killAtPoints } from "./killAtPoints";
import type { ReportedId, Scenario, ScenarioOptions, ScenarioResult } from "./scenario";
import { perform, setStage } from "./stage";

const PER_SECOND = 20;
/** As the proof demands. */
const RECOVERY_LIMIT_MS = 15_000;
const WARM_UP_MS = 12_000;
/** The supervisor counts a process that lived this long as sound; its own start is part of that. */
const MIN_LIFE_MS = STABLE_AFTER_MS + 2_000;
/** All kills of the proof take less on a machine that can bear the load. */
const LIMIT_MS = 22 * 60_000;

interface KillScenario {
  readonly id: ReportedId;
  readonly title: string;
  readonly isWanted: (point: ServicePoint) => boolean;
  readonly orders?: number;
  readonly minLifeMs: number;
}

function killScenario({ id, title, isWanted, orders = 1, minLifeMs }: KillScenario): Scenario {
  return async (options: ScenarioOptions): Promise<ScenarioResult> => {
    const start = performance.now();
    const { random, count, folder, log, rate, signal } = options;
    const perSecond = rate ?? PER_SECOND;
    const stage = await setStage({ instances: { order: orders } });
    try {
      const kills: { value: Awaited<ReturnType<typeof killAtPoints>> | null } = { value: null };
      const plan = {
        random,
        count,
        log,
        isWanted,
        warmUpMs: WARM_UP_MS,
        minLifeMs,
        limitMs: LIMIT_MS,
        signal,
      };
      const act = { name: id, random, perSecond, folder };
      const { points } = stage.faultMall;
      const outcome = await perform(stage, act, async (load) => {
        kills.value = await killAtPoints(stage.faultMall, load, { ...plan, awaitRecovery: true });
      });
      const {
        killsByPoint = new Map<string, number>(),
        missed = [],
        recoveriesMs = [],
      } = kills.value ?? {};
      const { total, repeated } = await points.deliveries();
      return {
        id,
        title,
        faults: recoveriesMs.length,
        perSecond,
        ...outcome,
        recoveriesMs,
        notes: [
          ...(recoveriesMs.length < count
            ? [`broken off after ${recoveriesMs.length} of ${count} kills`]
            : []),
          `${killsByPoint.size} points: ${[...killsByPoint].map(([name, times]) => `${name} ${times}×`).join(", ")}`,
          `${recoveriesMs.filter((ms) => ms > RECOVERY_LIMIT_MS).length} of ${recoveriesMs.length} recoveries took longer than ${RECOVERY_LIMIT_MS / 1_000} s`,
          `${outcome.givenUp} placements were given up at their deadline (ABORTED), truly: nothing of them is left`,
          `${total} events delivered, ${repeated} of them again`,
          ...(missed.length > 0 ? [`nobody came in time to: ${missed.join(", ")}`] : []),
        ],
        durationMs: performance.now() - start,
      };
    } finally {
      await stage.faultMall.stop();
    }
  };
}

const sagaTitle = "kill -9 of order at every point of its sagas";
const participantTitle =
  "kill -9 of product, marketing and pay behind their commits and before their answers";

export const sagaKills = killScenario({
  id: "F1",
  title: sagaTitle,
  isWanted: isSagaPoint,
  minLifeMs: MIN_LIFE_MS,
});

export const participantKills = killScenario({
  id: "F2",
  title: participantTitle,
  isWanted: isParticipantPoint,
  minLifeMs: MIN_LIFE_MS,
});

/** One service after the other, so that each lives long enough between two kills while the others are killed. */
export const allKills = killScenario({
  id: "F1+F2",
  title: `${sagaTitle}; ${participantTitle}`,
  isWanted: (point) => isSagaPoint(point) || isParticipantPoint(point),
  minLifeMs: MIN_LIFE_MS,
});

export const relayKills = killScenario({
  id: "F14",
  title: "kill -9 of a relay between publishing and marking, three relays of order",
  isWanted: (point) => point.service === "order" && isRelayPoint(point),
  orders: 3,
  minLifeMs: 0,
});
