import { randomUUID } from "node:crypto";
import type { RowDataPacket } from "mysql2/promise";
import { parseId } from "@micro-shop/common/ids";
import { stockGoods } from "../load/buyers";
import { runCheckout, type CheckoutEnd } from "../load/checkout";
import { createAnswerJournal } from "../load/journal";
import { named } from "../checks/settle";
import { checkBooks } from "../checks/bookChecks";
import { checkPromises } from "../checks/journalChecks";
import { awaitSettled } from "../checks/settle";
import { newId } from "@micro-shop/common/ids";
import { join } from "node:path";
import type { Scenario } from "./scenario";
import { setStage, type Stage } from "./stage";

const BUYERS = 1_000;
const STOCK = 100;
const PATIENCE_MS = 120_000;

export interface Rush {
  readonly ends: readonly CheckoutEnd[];
  readonly violations: readonly string[];
  readonly tookMs: number;
}

/** All buyers order one unit of a new product at once; exactly its stock must be sold, and everybody else be told so. */
export async function rushForLastUnits(
  { faultMall, buyers }: Pick<Stage, "faultMall" | "buyers">,
  { stock, journalPath }: { readonly stock: number; readonly journalPath: string },
): Promise<Rush> {
  const [skuId] = await stockGoods(faultMall, { products: 1, onHand: stock });
  if (skuId === undefined) throw new Error("There is nothing to sell.");
  const since = parseId(newId());
  const journal = createAnswerJournal(journalPath);
  const tools = { url: faultMall.url, journal, patienceMs: PATIENCE_MS };
  const start = performance.now();
  const settled = await Promise.allSettled(
    buyers.map((buyer, index) =>
      runCheckout(
        index + 1,
        {
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
        },
        tools,
      ),
    ),
  );
  const tookMs = performance.now() - start;
  await journal.close();
  const ends = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const faults = settled.flatMap((result) =>
    result.status === "rejected" ? [String(result.reason)] : [],
  );
  await awaitSettled(faultMall, since);
  const sold = ends.filter(({ orderId }) => orderId !== null);
  const refused = ends.filter(
    ({ orderId, refusals }) => orderId === null && refusals.join() === "INSUFFICIENT_STOCK",
  );
  const expected = { sold: stock, refused: buyers.length - stock, reserved: stock };
  const found = {
    sold: sold.length,
    refused: refused.length,
    reserved: await reservedOf({ faultMall }, skuId),
  };
  const promises = await checkPromises(faultMall, since, { ends: sold, lines: journal.lines });
  return {
    ends,
    tookMs,
    violations: [
      ...faults,
      ...promises,
      ...(await checkBooks(faultMall)),
      ...(JSON.stringify(found) === JSON.stringify(expected)
        ? []
        : [`expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`]),
    ],
  };
}

async function reservedOf({ faultMall }: Pick<Stage, "faultMall">, skuId: string): Promise<number> {
  const { database, mall } = faultMall;
  const [rows] = await database.pool.query<RowDataPacket[]>(
    named("SELECT reserved FROM {product}.sku_stock WHERE sku_id = ?", mall.prefix),
    [parseId(skuId)],
  );
  return Number(rows[0]?.["reserved"]);
}

export const lastUnits: Scenario = async ({ count, folder, log }) => {
  const start = performance.now();
  const stage = await setStage({
    instances: { order: 2, product: 2 },
    buyers: BUYERS,
    coupons: false,
  });
  try {
    const rushes: Rush[] = [];
    for (let run = 1; run <= count; run++) {
      const journalPath = join(folder, `F8-${run}.jsonl`);
      const rush = await rushForLastUnits(stage, { stock: STOCK, journalPath });
      rushes.push(rush);
      log(
        `run ${run}: ${rush.violations.length} violations, all answered after ${Math.round(rush.tookMs)} ms`,
      );
    }
    const ends = rushes.flatMap((rush) => rush.ends);
    return {
      id: "F8",
      title: `${BUYERS} buyers at once, stock ${STOCK}, two instances of order and product`,
      faults: rushes.length,
      perSecond: null,
      checkouts: ends.length,
      orders: ends.filter(({ orderId }) => orderId !== null).length,
      violations: rushes.flatMap(({ violations }, index) =>
        violations.map((violation) => `run ${index + 1}: ${violation}`),
      ),
      recoveriesMs: [],
      notes: [
        `all answered after at most ${Math.round(Math.max(...rushes.map(({ tookMs }) => tookMs)))} ms`,
      ],
      durationMs: performance.now() - start,
    };
  } finally {
    await stage.faultMall.stop();
  }
};
