import type { CutPlace } from "../mall/commitProxy";
import type { FaultMall } from "../mall/faultMall";
import type { Scenario, ScenarioOptions } from "./scenario";
import { perform, setStage } from "./stage";

const PER_SECOND = 20;
/** Of all COMMITs; most of a checkout's ten pass. */
const CUT_PROBABILITY = 0.06;

/** Decides at each COMMIT whether it is cut; nothing is while it is off. */
export interface Cutter {
  isOn: boolean;
  readonly decide: () => CutPlace | null;
}

export function createCutter(
  random: ScenarioOptions["random"],
  probability = CUT_PROBABILITY,
): Cutter {
  const cutter: Cutter = {
    isOn: false,
    decide() {
      if (!cutter.isOn || random.fraction() >= probability) return null;
      return random.fraction() < 0.5 ? "before" : "after";
    },
  };
  return cutter;
}

export function countCuts({ proxies }: FaultMall): Readonly<Record<CutPlace, number>> {
  const all = Object.values(proxies);
  return {
    before: all.reduce((sum, { cuts }) => sum + cuts.before, 0),
    after: all.reduce((sum, { cuts }) => sum + cuts.after, 0),
  };
}

/** Lets the cutter work until it has cut so often. */
export async function cutUntil(faultMall: FaultMall, cutter: Cutter, count: number): Promise<void> {
  const { before, after } = countCuts(faultMall);
  const wanted = before + after + count;
  cutter.isOn = true;
  for (;;) {
    const cuts = countCuts(faultMall);
    if (cuts.before + cuts.after >= wanted) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  cutter.isOn = false;
}

export const commitCuts: Scenario = async ({ random, count, folder, log, rate }) => {
  const start = performance.now();
  const perSecond = rate ?? PER_SECOND;
  const cutter = createCutter(random);
  const stage = await setStage({ decideAtCommit: cutter.decide });
  try {
    const { faultMall } = stage;
    const act = { name: "F4", random, perSecond, folder };
    const recoveriesMs: number[] = [];
    const outcome = await perform(stage, act, async (load) => {
      await cutUntil(faultMall, cutter, count);
      log(`${count} COMMITs cut`);
      const stopped = performance.now();
      await load.underWay();
      recoveriesMs.push(performance.now() - stopped);
    });
    const cuts = countCuts(faultMall);
    const perService = Object.entries(faultMall.proxies).map(
      ([name, proxy]) => `${name} ${proxy.cuts.before + proxy.cuts.after} of ${proxy.commits}`,
    );
    return {
      id: "F4",
      title: "the connection cut exactly at COMMIT",
      faults: cuts.before + cuts.after,
      perSecond,
      ...outcome,
      recoveriesMs,
      notes: [
        `${cuts.before} cut before the server heard of the COMMIT, ${cuts.after} after it had carried it out`,
        `cuts of all COMMITs: ${perService.join(", ")}`,
        "recovery: from the last cut until every checkout under way then had ended",
      ],
      durationMs: performance.now() - start,
    };
  } finally {
    await stage.faultMall.stop();
  }
};
