import { and, eq } from "drizzle-orm";
import type { EventEnvelope } from "@micro-shop/common/events";
import { newId } from "@micro-shop/common/ids";
import { product, stockMovement } from "../model/tables";
import { openProductFixture, orderService, type ProductFixture } from "./productFixture";
import { reservationsOf } from "./reservations";
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

/** Delivers events as a sibling does and answers the ids that were taken over. */
async function receive(events: readonly EventEnvelope[]): Promise<readonly string[]> {
  const { acceptedIds } = await shop.mutate<{ acceptedIds: readonly string[] }>(
    orderService,
    "deliverEvents",
    "acceptedIds",
    { events },
  );
  return acceptedIds;
}

function event(topic: string, payload: object): EventEnvelope {
  const occurredAt = new Date().toISOString();
  return { id: newId(), topic, payload: JSON.stringify(payload), occurredAt };
}

const paid = (orderId: string, lines: readonly object[]) =>
  event("order.paid", {
    orderId,
    userId: newId(),
    lines,
    couponId: null,
    totalMinor: 1000,
    currency: "USD",
    paidAt: new Date().toISOString(),
  });
const closed = (topic: string, orderId: string) =>
  event(topic, { orderId, couponId: null, reason: "BUYER" });

/** A product with two SKUs of which an order holds 2 and 3 units. */
async function placeOrder() {
  const { id: productId, skuIds } = await shop.addProduct({ skus: [{ onHand: 9 }, { onHand: 9 }] });
  const orderId = newId();
  const lines = skuIds.map((skuId, index) => ({ skuId, quantity: 2 + index }));
  await calls.reserve(lines, orderId);
  const [a = "", b = ""] = skuIds;
  return { productId, orderId, lines, a, b };
}

const movementsOf = (orderId: string, kind: "COMMIT" | "RESTOCK" = "COMMIT") =>
  shop.database.drizzle
    .select({ skuId: stockMovement.skuId, delta: stockMovement.delta })
    .from(stockMovement)
    .where(and(eq(stockMovement.orderId, orderId), eq(stockMovement.kind, kind)));

async function soldCount(productId: string): Promise<number | undefined> {
  const rows = await shop.database.drizzle.select().from(product).where(eq(product.id, productId));
  return rows[0]?.soldCount;
}

describe("a paid order", () => {
  it("takes its units out of the house, writes the ledger and counts the sale", async () => {
    const { productId, orderId, lines, a, b } = await placeOrder();
    const sale = paid(orderId, lines);
    expect(await receive([sale])).toEqual([sale.id]);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 7, reserved: 0 });
    expect(await stockOf(shop.database, b)).toEqual({ onHand: 6, reserved: 0 });
    expect(await movementsOf(orderId)).toEqual(
      expect.arrayContaining([
        { skuId: a, delta: -2 },
        { skuId: b, delta: -3 },
      ]),
    );
    expect(await soldCount(productId)).toBe(5);
  });

  it("is sold once, whether one event comes ten times or ten events say the same", async () => {
    const { productId, orderId, lines, a } = await placeOrder();
    const sale = paid(orderId, lines);
    const repeats = Array.from({ length: 10 }, () => receive([sale]));
    const doubles = Array.from({ length: 10 }, () => receive([paid(orderId, lines)]));
    const accepted = (await Promise.all([...repeats, ...doubles])).flat();
    expect(accepted).toHaveLength(20);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 7, reserved: 0 });
    expect(await movementsOf(orderId)).toHaveLength(2);
    expect(await soldCount(productId)).toBe(5);
  });

  it("that holds nothing any more is taken over and changes nothing", async () => {
    const { productId, orderId, lines, a } = await placeOrder();
    await calls.release(orderId);
    const sale = paid(orderId, lines);
    expect(await receive([sale])).toEqual([sale.id]);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
    expect(await soldCount(productId)).toBe(0);
  });

  it("brings its units back when it is cancelled afterwards, once", async () => {
    const { productId, orderId, lines, a, b } = await placeOrder();
    const end = closed("order.cancelled", orderId);
    await receive([paid(orderId, lines), end]);
    await Promise.all(
      Array.from({ length: 5 }, () => receive([closed("order.cancelled", orderId)])),
    );
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
    expect(await stockOf(shop.database, b)).toEqual({ onHand: 9, reserved: 0 });
    expect(await movementsOf(orderId, "RESTOCK")).toEqual(
      expect.arrayContaining([
        { skuId: a, delta: 2 },
        { skuId: b, delta: 3 },
      ]),
    );
    expect(await soldCount(productId)).toBe(0);
  });

  it("brings back what has not come back already", async () => {
    const { orderId, lines, a, b } = await placeOrder();
    const back = event("stock.returned", {
      returnId: newId(),
      orderId,
      lines: [{ skuId: b, quantity: 1 }],
    });
    await receive([paid(orderId, lines), back, closed("order.cancelled", orderId)]);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
    expect(await stockOf(shop.database, b)).toEqual({ onHand: 9, reserved: 0 });
  });

  it("is not sold when its cancellation has overtaken it", async () => {
    const { productId, orderId, lines, a } = await placeOrder();
    const sale = paid(orderId, lines);
    expect(await receive([closed("order.cancelled", orderId), sale])).toHaveLength(2);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
    expect(await soldCount(productId)).toBe(0);
  });

  it("and its cancellation may arrive at once: nothing is lost and nothing doubled", async () => {
    for (let round = 0; round < 10; round++) {
      const { productId, orderId, lines, a } = await placeOrder();
      await Promise.all([
        receive([paid(orderId, lines)]),
        receive([closed("order.cancelled", orderId)]),
      ]);
      expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
      expect(await soldCount(productId)).toBe(0);
    }
  });
});

describe.each(["order.cancelled", "order.expired"])("an order that ends by %s", (topic) => {
  it("gives its units back, once", async () => {
    const { orderId, a, b } = await placeOrder();
    const end = closed(topic, orderId);
    await Promise.all(Array.from({ length: 10 }, () => receive([end])));
    expect(await receive([closed(topic, orderId)])).toHaveLength(1);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
    expect(await stockOf(shop.database, b)).toEqual({ onHand: 9, reserved: 0 });
  });

  it("may have been released by a call already", async () => {
    const { orderId, a } = await placeOrder();
    await calls.release(orderId);
    await receive([closed(topic, orderId)]);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
  });

  it("before it has reserved never reserves", async () => {
    const { skuIds } = await shop.addProduct();
    const [skuId = ""] = skuIds;
    const orderId = newId();
    await receive([closed(topic, orderId)]);
    await expect(calls.reserve([{ skuId, quantity: 1 }], orderId)).rejects.toThrow(/undone/);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 10, reserved: 0 });
  });
});

describe("a return", () => {
  const returned = (orderId: string, lines: readonly object[]) =>
    event("stock.returned", { returnId: newId(), orderId, lines });

  it("puts units back on the shelf with a row in the ledger, and out of the sales count", async () => {
    const { productId, orderId, lines, a, b } = await placeOrder();
    const back = returned(orderId, [
      { skuId: b, quantity: 1 },
      { skuId: a, quantity: 2 },
      { skuId: b, quantity: 1 },
    ]);
    expect(await receive([paid(orderId, lines), back])).toHaveLength(2);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
    expect(await stockOf(shop.database, b)).toEqual({ onHand: 8, reserved: 0 });
    expect(await movementsOf(orderId, "RESTOCK")).toEqual(
      expect.arrayContaining([
        { skuId: a, delta: 2 },
        { skuId: b, delta: 2 },
      ]),
    );
    expect(await soldCount(productId)).toBe(1);
  });

  it("comes back once, however often it is told of", async () => {
    const { orderId, lines, a } = await placeOrder();
    await receive([paid(orderId, lines)]);
    const back = returned(orderId, [{ skuId: a, quantity: 1 }]);
    await Promise.all(Array.from({ length: 10 }, () => receive([back])));
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 8, reserved: 0 });
  });

  it("of more than was sold and is not back yet changes nothing, whoever is first", async () => {
    const { productId, orderId, lines, a } = await placeOrder();
    await receive([paid(orderId, lines)]);
    const tries = Array.from({ length: 5 }, () => returned(orderId, [{ skuId: a, quantity: 1 }]));
    const accepted = await Promise.all(tries.map((back) => receive([back])));
    expect(accepted.flat()).toHaveLength(5);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
    expect(await movementsOf(orderId, "RESTOCK")).toHaveLength(2);
    expect(await soldCount(productId)).toBe(3);
  });

  it("that comes before the sale was noted is left with its sender", async () => {
    const { orderId, lines, a } = await placeOrder();
    const back = returned(orderId, [{ skuId: a, quantity: 2 }]);
    expect(await receive([back])).toEqual([]);
    expect(await receive([paid(orderId, lines), back])).toHaveLength(2);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 9, reserved: 0 });
  });

  it("of an order that never bought the SKU changes nothing", async () => {
    const { orderId, lines } = await placeOrder();
    const other = await placeOrder();
    await receive([paid(orderId, lines)]);
    const back = returned(orderId, [{ skuId: other.a, quantity: 1 }]);
    expect(await receive([back])).toEqual([back.id]);
    expect(await stockOf(shop.database, other.a)).toEqual({ onHand: 9, reserved: 2 });
  });
});

describe("an event that cannot be read", () => {
  it("is not taken over and does not hold up the others", async () => {
    const { orderId, lines, a } = await placeOrder();
    const sale = paid(orderId, lines);
    const broken = event("order.paid", { orderId: "x" });
    expect(await receive([broken, event("no.such.topic", {}), sale])).toEqual([sale.id]);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 7, reserved: 0 });
  });
});
