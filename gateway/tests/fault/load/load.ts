import type { SeededRandom } from "@micro-shop/common/testing/seededRandom";
import type { Buyer } from "./buyers";
import { runCheckout, type CheckoutEnd, type CheckoutTools } from "./checkout";
import { planCheckout } from "./plan";

/** Checkouts that come at a steady rate, whether or not the mall keeps up. */
export interface Load {
  /** Of the checkouts that have ended. */
  readonly ends: readonly CheckoutEnd[];
  /** Why checkouts broke off, in words: each is a violation. */
  readonly faults: readonly string[];
  readonly started: number;
  /** Resolves when all checkouts that are under way now have ended. */
  underWay(): Promise<void>;
  /** No new checkouts; resolves when the last has ended. */
  stop(): Promise<void>;
}

export interface LoadOptions extends CheckoutTools {
  readonly perSecond: number;
  readonly random: SeededRandom;
  readonly buyers: readonly Buyer[];
  readonly skuIds: readonly string[];
}

/** A client machine has its limits too: more at once only measure themselves. */
const MOST_AT_ONCE = 300;

export function startLoad(options: LoadOptions): Load {
  const { perSecond, random, buyers, skuIds } = options;
  const ends: CheckoutEnd[] = [];
  const faults: string[] = [];
  const running = new Set<Promise<void>>();
  let started = 0;

  function startOne(): void {
    if (running.size >= MOST_AT_ONCE) return;
    started += 1;
    const number = started;
    const run: Promise<void> = runCheckout(number, planCheckout(random, buyers, skuIds), options)
      .then((end) => void ends.push(end))
      .catch(
        (error: unknown) =>
          void faults.push(error instanceof Error ? error.message : String(error)),
      )
      .finally(() => running.delete(run));
    running.add(run);
  }

  const timer = setInterval(startOne, 1_000 / perSecond);
  const underWay = async (): Promise<void> => {
    await Promise.all(running);
  };
  return {
    ends,
    faults,
    get started() {
      return started;
    },
    underWay,
    stop() {
      clearInterval(timer);
      return underWay();
    },
  };
}
