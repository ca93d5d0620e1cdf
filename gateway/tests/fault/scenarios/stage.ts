import { join } from "node:path";
import { newId, parseId } from "@micro-shop/common/ids";
import type { SeededRandom } from "@micro-shop/common/testing/seededRandom";
import { sleep } from "@micro-shop/common/resilience/sleep";
import { checkBooks } from "../checks/bookChecks";
import { checkPromises, GIVEN_UP } from "../checks/journalChecks";
import { awaitSettled } from "../checks/settle";
import { registerBuyers, stockGoods, type Buyer } from "../load/buyers";
import { createAnswerJournal } from "../load/journal";
import { startLoad, type Load } from "../load/load";
import { startFaultMall, type FaultMall, type FaultMallOptions } from "../mall/faultMall";
import type { ScenarioOptions } from "./scenario";

/** A mall with goods and buyers, on which faults are let loose. */
export interface Stage {
  readonly faultMall: FaultMall;
  readonly buyers: readonly Buyer[];
  readonly skuIds: readonly string[];
}

const BUYERS = 20;
const PRODUCTS = 4;
/** More than any run can sell: only the fault is to decide how a checkout ends. */
const PLENTY = 1_000_000;
/** Placing may take its deadline of 30 s, and then a settling; nobody waits longer. */
const PATIENCE_MS = 120_000;

export interface StageOptions extends FaultMallOptions {
  /** How many, default 20. */
  readonly buyers?: number;
  /** Whether each buyer gets a coupon, default yes. It costs more than the buyer. */
  readonly coupons?: boolean;
}

export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const faultMall = await startFaultMall(options);
  try {
    const skuIds = await stockGoods(faultMall, { products: PRODUCTS, onHand: PLENTY });
    const buyers = await registerBuyers(
      faultMall,
      options.buyers ?? BUYERS,
      options.coupons === false ? [] : skuIds,
    );
    return { faultMall, skuIds, buyers };
  } catch (error) {
    await faultMall.stop();
    throw error;
  }
}

/** What a load under faults came to. */
export interface Performance {
  readonly checkouts: number;
  readonly orders: number;
  readonly violations: readonly string[];
  readonly settledMs: number;
  /** Placements that took longer than their deadline and were undone. */
  readonly givenUp: number;
}

export interface Act extends Pick<ScenarioOptions, "folder"> {
  readonly name: string;
  readonly random: SeededRandom;
  readonly perSecond: number;
  /** Called every second: ends what only time would end. For runs that have no time. */
  readonly hurry?: (faultMall: FaultMall) => Promise<void>;
}

/** Runs checkouts while the faults happen, waits until all has settled, and compares promises and books. */
export async function perform(
  { faultMall, buyers, skuIds }: Stage,
  { name, random, perSecond, folder, hurry }: Act,
  faults: (load: Load) => Promise<void>,
): Promise<Performance> {
  const since = parseId(newId());
  const journal = createAnswerJournal(join(folder, `${name}.jsonl`));
  const { url } = faultMall;
  const load = startLoad({
    url,
    journal,
    patienceMs: PATIENCE_MS,
    perSecond,
    random,
    buyers,
    skuIds,
  });
  const violations: string[] = [];
  const hurrying = hurry && repeatedly(() => hurry(faultMall));
  try {
    await faults(load);
  } finally {
    await load.stop();
    await journal.close();
  }
  const settledMs = await awaitSettled(faultMall, since).catch((error: unknown) => {
    violations.push(`I8/I10: ${error instanceof Error ? error.message : String(error)}`);
    return Number.NaN;
  });
  await hurrying?.stop();
  const promises = { ends: load.ends, lines: journal.lines };
  violations.push(
    ...load.faults,
    ...(await checkPromises(faultMall, since, promises)),
    ...(await checkBooks(faultMall)),
  );
  const orders = load.ends.filter(({ orderId }) => orderId !== null).length;
  const givenUp = load.ends.filter(({ refusals }) => refusals.includes(GIVEN_UP)).length;
  return { checkouts: load.started, orders, violations, settledMs, givenUp };
}

const HURRY_EVERY_MS = 1_000;

/** A database that is being killed may be hurried later. */
function repeatedly(work: () => Promise<void>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (await sleep(HURRY_EVERY_MS, signal)) await work().catch(() => undefined);
  })();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}
