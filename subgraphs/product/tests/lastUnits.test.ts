import { eq, sql } from "drizzle-orm";
import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import { createGate } from "@micro-shop/common/testing/gate";
import { lockWait } from "@micro-shop/common/testing/lockWaits";
import { testContext } from "@micro-shop/common/testing/serviceContext";
import type { Pool, PoolConnection } from "mysql2/promise";
import { createProductContext } from "../context";
import { commitStock } from "../logic/commitStock";
import { releaseStock } from "../logic/releaseStock";
import { reserveStock } from "../logic/reserveStock";
import { insertOrderReservations } from "../model/reservations";
import { reserveUnits } from "../model/stock";
import { skuStock } from "../model/tables";
import { openProductFixture, orderService, type ProductFixture } from "./productFixture";
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
  whileItWaits: () => Promise<unknown> = async () => undefined,
): Promise<Reservation> {
  const gate = createGate();
  const overtaker = inTransaction(shop.database, async (transaction) => {
    expect(await reserveUnits(transaction, [other])).toBe(true);
    const orderId = newId();
    const now = new Date();
    await insertOrderReservations(transaction, { orderId, expiresAt: now, lines: [other] }, now);
    await gate.pass();
    if (other.gives === "rollback") throw new Error("The other order gives up.");
  }).catch((error: unknown) => error);
  await gate.reached;
  const answer = reserve();
  await lockWait(shop.database);
  await whileItWaits();
  gate.open();
  await overtaker;
  return answer;
}

/** The database as somebody sees it to whom things happen right before certain statements, once each. */
function interrupted(
  database: Database,
  events: [statement: RegExp, happens: () => Promise<unknown>][],
): Database {
  const getConnection = async (): Promise<PoolConnection> => {
    const connection = await database.pool.getConnection();
    const query = async (...parameters: [{ sql: string }]): Promise<unknown> => {
      const next = events.findIndex(([statement]) => statement.test(parameters[0].sql));
      const [event] = next === -1 ? [] : events.splice(next, 1);
      await event?.[1]();
      return Reflect.apply(connection.query, connection, parameters);
    };
    return Object.create(connection, { query: { value: query } }) as PoolConnection;
  };
  return {
    ...database,
    pool: Object.create(database.pool, { getConnection: { value: getConnection } }) as Pool,
  };
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

  it("gets those that went and came back right around its update", async () => {
    const { skuIds } = await shop.addProduct({ skus: [{ onHand: 2 }] });
    const [skuId = ""] = skuIds;
    const lines = [{ skuId, quantity: 2 }];
    const other = newId();
    const database = interrupted(shop.database, [
      [/^update `sku_stock`/, () => calls.reserve(lines, other)],
      [/from `sku_stock` .* for update$/, () => calls.release(other)],
    ]);
    const context = createProductContext(testContext(orderService), {
      ...shop.services,
      database,
    });
    const request = { orderId: newId(), expiresAt: new Date(), lines };
    expect((await reserveStock(context, request)).offers).toHaveLength(1);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 2, reserved: 2 });
  });

  it("is told about every SKU that is short by now, not only the first", async () => {
    const { skuIds } = await shop.addProduct({ skus: [{ onHand: 1 }, { onHand: 1 }] });
    const [first = "", last = ""] = skuIds;
    const answer = await overtake(
      { skuId: first, quantity: 1, gives: "commit" },
      () => calls.reserve(skuIds.map((skuId) => ({ skuId, quantity: 1 }))),
      () => calls.reserve([{ skuId: last, quantity: 1 }]),
    );
    expect(answer.shortages).toEqual([
      { skuId: first, available: 0, onSale: true },
      { skuId: last, available: 0, onSale: true },
    ]);
  });
});

describe("an order that holds more than its SKU has reserved", () => {
  it("is neither sold nor released: nothing moves, the fault is told", async () => {
    const { skuIds } = await shop.addProduct();
    const [skuId = ""] = skuIds;
    const orderId = newId();
    await calls.reserve([{ skuId, quantity: 2 }], orderId);
    const corrupt = (reserved: number) =>
      shop.database.drizzle.update(skuStock).set({ reserved }).where(eq(skuStock.skuId, skuId));
    await corrupt(1);
    const sale = inTransaction(shop.database, (transaction) => commitStock(transaction, orderId));
    await expect(sale).rejects.toThrow(/Less is reserved/);
    await expect(releaseStock(shop, { orderId })).rejects.toThrow(/Less is reserved/);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 10, reserved: 1 });
    await corrupt(2);
    expect(await calls.release(orderId)).toBe(true);
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
