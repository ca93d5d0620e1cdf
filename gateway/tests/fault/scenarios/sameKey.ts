import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { newId, parseId } from "@micro-shop/common/ids";
import { checkBooks } from "../checks/bookChecks";
import { checkPromises } from "../checks/journalChecks";
import { awaitSettled } from "../checks/settle";
import { runCheckout, type CheckoutEnd } from "../load/checkout";
import { createAnswerJournal } from "../load/journal";
import type { CheckoutPlan } from "../load/plan";
import type { Scenario } from "./scenario";
import { setStage, type Stage } from "./stage";

const SOCKETS = 50;
const PATIENCE_MS = 60_000;

export interface Repeats {
  readonly ends: readonly CheckoutEnd[];
  readonly violations: readonly string[];
}

/** One placement is sent by 50 connections at once: one order must come of it, and everybody be told of that one. */
export async function placeOnManySockets(
  { faultMall, buyers, skuIds }: Stage,
  journalPath: string,
): Promise<Repeats> {
  const [[buyer], [skuId]] = [buyers, skuIds];
  if (!buyer || skuId === undefined) throw new Error("There is nobody, or nothing to sell.");
  const plan: CheckoutPlan = {
    buyer,
    end: "OPEN",
    methodTokens: [],
    placement: {
      idempotencyKey: randomUUID(),
      lines: [{ skuId, quantity: 1 }],
      addressId: buyer.addressId,
      couponId: null,
      expectedTotalMinor: null,
    },
  };
  const since = parseId(newId());
  const journal = createAnswerJournal(journalPath);
  const tools = { url: faultMall.url, journal, patienceMs: PATIENCE_MS };
  const ends = await Promise.all(
    Array.from({ length: SOCKETS }, (_, index) => runCheckout(index + 1, plan, tools)),
  );
  await journal.close();
  await awaitSettled(faultMall, since);
  const answers = new Set(ends.map(({ orderId, status }) => `${status} ${orderId}`));
  return {
    ends,
    violations: [
      ...(answers.size === 1 ? [] : [`one key was answered ${[...answers].join(", ")}`]),
      ...(await checkPromises(faultMall, since, { ends, lines: journal.lines })),
      ...(await checkBooks(faultMall)),
    ],
  };
}

export const sameKeys: Scenario = async ({ count, folder, log, signal }) => {
  const start = performance.now();
  const stage = await setStage({ instances: { order: 2 }, buyers: 1, coupons: false });
  try {
    const runs: Repeats[] = [];
    while (runs.length < count && !signal.aborted) {
      runs.push(await placeOnManySockets(stage, join(folder, `F10-${runs.length + 1}.jsonl`)));
      log(`run ${runs.length} of ${count}: ${runs.at(-1)?.violations.length} violations`);
    }
    const ends = runs.flatMap((run) => run.ends);
    return {
      id: "F10",
      title: `one idempotency key from ${SOCKETS} sockets, two instances of order`,
      faults: runs.length,
      perSecond: null,
      checkouts: ends.length,
      orders: new Set(ends.map(({ orderId }) => orderId)).size,
      violations: runs.flatMap(({ violations }) => violations),
      recoveriesMs: [],
      notes: ["checkouts: requests of their own connection; orders: those that came of them"],
      durationMs: performance.now() - start,
    };
  } finally {
    await stage.faultMall.stop();
  }
};
