import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import type { OrderDecision } from "@micro-shop/common/messaging/askOrderDecisions";
import { settleOverdueStock } from "../logic/settleOverdueStock";
import { findOverdueOrders } from "../model/reservations";
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
    settleOverdueStock({
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

  it("is found page by page", async () => {
    const holders = [await hold("ABORTED"), await hold("ABORTED"), await hold("ABORTED")];
    const ids = holders.map(({ orderId }) => orderId).toSorted();
    const page = (afterId: string | null) =>
      findOverdueOrders(shop.database.drizzle, {
        before: new Date(Date.now() + later),
        afterId,
        limit: 2,
      });
    expect(await page(null)).toEqual(ids.slice(0, 2));
    expect(await page(ids[1] ?? null)).toEqual(ids.slice(2));
    expect(await settle()).toBe(3);
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
});
