import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import type { OrderDecision } from "../clients/orderDecisions";
import { settleOverdue } from "../logic/settleOverdue";
import { openProductFixture, type ProductFixture } from "./productFixture";
import { reservationsOf } from "./reservations";
import { stockOf, stockProblems } from "./stockInvariants";

const HOUR_MS = 60 * 60_000;

describe("stock that is held after its time", () => {
  let shop: ProductFixture;
  let calls: ReturnType<typeof reservationsOf>;
  let asked: string[][];
  let later = 0;
  let restoreClock: () => void;
  const decisions = new Map<string, OrderDecision["decision"]>();
  beforeAll(async () => {
    shop = await openProductFixture();
    calls = reservationsOf(shop);
  });
  beforeEach(() => {
    asked = [];
    later = HOUR_MS;
    restoreClock = useClock({ now: () => new Date(Date.now() + later) });
  });
  afterEach(async () => {
    restoreClock();
    expect(await stockProblems(shop.database)).toEqual([]);
  });
  afterAll(() => shop.close());

  const settle = () =>
    settleOverdue({
      database: shop.database,
      orders: {
        ask: async (orderIds) => {
          asked.push([...orderIds]);
          return orderIds.map((orderId) => ({
            orderId,
            decision: decisions.get(orderId) ?? "OPEN",
          }));
        },
      },
    });

  async function hold(decision: OrderDecision["decision"]) {
    const { skuIds } = await shop.addProduct({ skus: [{ onHand: 9 }, { onHand: 9 }] });
    const orderId = newId();
    await calls.reserve(
      skuIds.map((skuId) => ({ skuId, quantity: 2 })),
      orderId,
    );
    decisions.set(orderId, decision);
    return { orderId, skuId: skuIds[0] ?? "" };
  }

  it("is released, sold or left, as order says", async () => {
    const aborted = await hold("ABORTED");
    const paid = await hold("PAID");
    const open = await hold("OPEN");
    expect(await settle()).toBe(2);
    expect(asked.flat()).toEqual([aborted.orderId, paid.orderId, open.orderId].toSorted());
    expect(await stockOf(shop.database, aborted.skuId)).toEqual({ onHand: 9, reserved: 0 });
    expect(await stockOf(shop.database, paid.skuId)).toEqual({ onHand: 7, reserved: 0 });
    expect(await stockOf(shop.database, open.skuId)).toEqual({ onHand: 9, reserved: 2 });
    expect(await settle()).toBe(0);
    expect(asked.at(-1)).toEqual([open.orderId]);
    await calls.release(open.orderId);
  });

  it("is asked for only when its time has been over for a while", async () => {
    const { orderId } = await hold("ABORTED");
    later = 15.5 * 60_000;
    expect(await settle()).toBe(0);
    expect(asked).toEqual([]);
    later = 16.5 * 60_000;
    expect(await settle()).toBe(1);
    expect(asked).toEqual([[orderId]]);
  });

  it("never is reserved again by a late call", async () => {
    const { orderId, skuId } = await hold("ABORTED");
    await settle();
    await expect(calls.reserve([{ skuId, quantity: 1 }], orderId)).rejects.toThrow(/undone/);
  });

  it("is asked for in pages, past what stays open", async () => {
    const { skuIds } = await shop.addProduct({ skus: [{ onHand: 500 }] });
    const [skuId = ""] = skuIds;
    const orders = Array.from({ length: 101 }, () => newId());
    for (const orderId of orders) await calls.reserve([{ skuId, quantity: 1 }], orderId);
    const last = orders.toSorted().at(-1) ?? "";
    decisions.set(last, "ABORTED");
    expect(await settle()).toBe(1);
    expect(asked.map((page) => page.length)).toEqual([100, 1]);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 500, reserved: 100 });
    for (const orderId of orders) decisions.set(orderId, "ABORTED");
    expect(await settle()).toBe(100);
  });

  it("stays held while order does not answer", async () => {
    const { orderId, skuId } = await hold("ABORTED");
    const ask = () => Promise.reject(new Error("order is away"));
    await expect(settleOverdue({ database: shop.database, orders: { ask } })).rejects.toThrow();
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 9, reserved: 2 });
    await calls.release(orderId);
  });
});
