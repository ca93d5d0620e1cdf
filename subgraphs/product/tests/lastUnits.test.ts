import { eq, sql } from "drizzle-orm";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import { createGate } from "@micro-shop/common/testing/gate";
import { lockWait } from "@micro-shop/common/testing/lockWaits";
import { insertOrderReservations } from "../model/reservations";
import { reserveUnits } from "../model/stock";
import { skuStock } from "../model/tables";
import { openProductFixture, type ProductFixture } from "./productFixture";
import { reservationsOf, type Reservation } from "./reservations";
import { stockOf, stockProblems } from "./stockInvariants";

let shop: ProductFixture;
let calls: ReturnType<typeof reservationsOf>;
beforeAll(async () => {
  shop = await openProductFixture();
  calls = reservationsOf(shop);
});
afterEach(async () => {
  expect(await stockProblems(shop.database)).toEqual([]);
});
afterAll(() => shop.close());

/**
 * Another order takes units and stays uncommitted while `reserve` has seen them as free and waits for the counter.
 * Then the other one ends, in the way given, and the answer of `reserve` is returned.
 */
async function overtake(
  other: {
    readonly skuId: string;
    readonly quantity: number;
    readonly gives: "commit" | "rollback";
  },
  reserve: () => Promise<Reservation>,
): Promise<Reservation> {
  const gate = createGate();
  const overtaker = inTransaction(shop.database, async (transaction) => {
    expect(await reserveUnits(transaction, other)).toBe(true);
    const orderId = newId();
    const now = new Date();
    await insertOrderReservations(transaction, { orderId, expiresAt: now, lines: [other] }, now);
    await gate.pass();
    if (other.gives === "rollback") throw new Error("The other order gives up.");
  }).catch((error: unknown) => error);
  await gate.reached;
  const answer = reserve();
  await lockWait(shop.database);
  gate.open();
  await overtaker;
  return answer;
}

describe("a buyer who saw the last units as free", () => {
  it("is refused with what is left when another order committed first", async () => {
    const { skuIds } = await shop.addProduct({ skus: [{ onHand: 5 }, { onHand: 3 }] });
    const [first = "", last = ""] = skuIds;
    const lines = skuIds.map((skuId) => ({ skuId, quantity: 2 }));
    const answer = await overtake({ skuId: last, quantity: 2, gives: "commit" }, () =>
      calls.reserve(lines),
    );
    expect(answer).toEqual({
      offers: [],
      shortages: [{ skuId: last, available: 1, onSale: true }],
    });
    expect(await stockOf(shop.database, first)).toEqual({ onHand: 5, reserved: 0 });
  });

  it("gets them when the other order gave up", async () => {
    const { skuIds } = await shop.addProduct({ skus: [{ onHand: 2 }] });
    const [skuId = ""] = skuIds;
    const answer = await overtake({ skuId, quantity: 2, gives: "rollback" }, () =>
      calls.reserve([{ skuId, quantity: 2 }]),
    );
    expect(answer.offers).toHaveLength(1);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 2, reserved: 2 });
  });

  it("is told about every SKU that is short by now, not only the first", async () => {
    const { skuIds } = await shop.addProduct({ skus: [{ onHand: 1 }, { onHand: 1 }] });
    const [first = "", last = ""] = skuIds;
    const answer = await overtake({ skuId: first, quantity: 1, gives: "commit" }, async () => {
      const reserved = calls.reserve(skuIds.map((skuId) => ({ skuId, quantity: 1 })));
      await lockWait(shop.database);
      await calls.reserve([{ skuId: last, quantity: 1 }]);
      return reserved;
    });
    expect(answer.shortages).toEqual([
      { skuId: first, available: 0, onSale: true },
      { skuId: last, available: 0, onSale: true },
    ]);
  });
});

describe("the database itself", () => {
  it.each([
    ["below zero reserved", { reserved: sql`-1` }],
    ["more reserved than on hand", { reserved: sql`on_hand + 1` }],
    ["less on hand than reserved", { onHand: sql`reserved - 1` }],
  ])("refuses %s", async (_case, change) => {
    const { skuIds } = await shop.addProduct();
    const [skuId = ""] = skuIds;
    const update = shop.database.drizzle
      .update(skuStock)
      .set(change)
      .where(eq(skuStock.skuId, skuId));
    await expect(update).rejects.toThrow();
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 10, reserved: 0 });
  });
});
