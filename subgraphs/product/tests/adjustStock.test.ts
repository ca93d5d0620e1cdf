import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { eq } from "drizzle-orm";
import { skuStock, stockMovement, stockReservation } from "../model/tables";
import {
  anybody,
  catalogStaff,
  openProductFixture,
  type ProductFixture,
  type UserErrorAnswer,
} from "./productFixture";
import { stockOf, stockProblems } from "./stockInvariants";

interface Answer {
  readonly sku: {
    readonly id: string;
    readonly onHand: number;
    readonly reserved: number;
    readonly available: number;
  } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

let shop: ProductFixture;
let skuId: string;
beforeAll(async () => {
  shop = await openProductFixture();
});
beforeEach(async () => {
  skuId = (await shop.addProduct({ skus: [{ onHand: 10 }] })).skuIds[0] ?? "";
});
afterEach(async () => {
  expect(await stockProblems(shop.database)).toEqual([]);
});
afterAll(() => shop.close());

const staff = catalogStaff();
const adjust = (input: object, caller: Partial<Caller> = staff) =>
  shop.mutate<Answer>(
    caller,
    "adjustStock",
    "sku { id onHand reserved available } userErrors { code message path }",
    { skuId, reason: "Count", idempotencyKey: newId(), ...input },
  );

/** Holds units as an order would. */
async function reserve(quantity: number): Promise<void> {
  const now = new Date();
  const { drizzle } = shop.database;
  await drizzle.update(skuStock).set({ reserved: quantity }).where(eq(skuStock.skuId, skuId));
  await drizzle.insert(stockReservation).values({
    id: newId(),
    kind: "ORDER",
    referenceId: newId(),
    skuId,
    quantity,
    status: "RESERVED",
    createdAt: now,
    expiresAt: now,
  });
}

const movements = () =>
  shop.database.drizzle.select().from(stockMovement).where(eq(stockMovement.skuId, skuId));

describe("a stock adjustment", () => {
  it("changes the units on hand and writes who, why and how much to the ledger", async () => {
    expect(await adjust({ delta: -3, reason: "Broken" })).toEqual({
      sku: { id: skuId, onHand: 7, reserved: 0, available: 7 },
      userErrors: [],
    });
    expect(await movements()).toContainEqual(
      expect.objectContaining({
        kind: "ADJUSTMENT",
        delta: -3,
        reason: "Broken",
        actorId: staff.user?.id,
      }),
    );
  });

  it("happens once a key, however often it is sent", async () => {
    const input = { delta: 5, idempotencyKey: "again" };
    const first = await adjust(input);
    expect(await adjust(input)).toEqual(first);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 15, reserved: 0 });
    expect(await movements()).toHaveLength(2);
  });

  it("happens once when 20 with one key come at once", async () => {
    const input = { delta: 5, idempotencyKey: "at-once" };
    const answers = await Promise.all(Array.from({ length: 20 }, () => adjust(input)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 15, reserved: 0 });
  });

  it("refuses a key that was used with another input", async () => {
    await adjust({ delta: 5, idempotencyKey: "other" });
    const { sku, userErrors } = await adjust({ delta: 6, idempotencyKey: "other" });
    expect(sku).toBeNull();
    expect(userErrors).toMatchObject([
      { code: "IDEMPOTENCY_KEY_REUSED", path: ["input", "idempotencyKey"] },
    ]);
  });

  it("keeps the keys of two people apart", async () => {
    await adjust({ delta: 1, idempotencyKey: "shared" });
    await adjust({ delta: 2, idempotencyKey: "shared" }, catalogStaff());
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 13, reserved: 0 });
  });

  it("may take the last free unit, but never one that is reserved", async () => {
    await reserve(4);
    const { sku, userErrors } = await adjust({ delta: -7 });
    expect(sku).toBeNull();
    expect(userErrors).toEqual([
      {
        code: "INSUFFICIENT_STOCK",
        message: "6 can be taken away: 10 are on hand and 4 of them reserved.",
        path: ["input", "delta"],
      },
    ]);
    expect((await adjust({ delta: -6 })).sku).toMatchObject({ onHand: 4, available: 0 });
  });

  it("never goes below zero when many take at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => adjust({ delta: -3 })));
    expect(answers.filter((answer) => answer.sku !== null)).toHaveLength(3);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 1, reserved: 0 });
  });

  it("refuses more than a SKU can hold", async () => {
    await shop.database.drizzle
      .update(skuStock)
      .set({ onHand: 1_000_000_000 })
      .where(eq(skuStock.skuId, skuId));
    const { userErrors } = await adjust({ delta: 1 });
    await shop.database.drizzle
      .update(skuStock)
      .set({ onHand: 10 })
      .where(eq(skuStock.skuId, skuId));
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", path: ["input", "delta"] }]);
  });

  it("refuses a SKU that does not exist", async () => {
    const { userErrors } = await adjust({ skuId: newId(), delta: 1 });
    expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["input", "skuId"] }]);
  });

  it.each([
    ["delta", { delta: 0 }],
    ["delta", { delta: 1_000_001 }],
    ["delta", { delta: -1_000_001 }],
    ["skuId", { delta: 1, skuId: "x" }],
    ["reason", { delta: 1, reason: " " }],
    ["idempotencyKey", { delta: 1, idempotencyKey: "" }],
    ["idempotencyKey", { delta: 1, idempotencyKey: "x".repeat(256) }],
  ])("refuses a bad %s: %j", async (field, input) => {
    const { userErrors } = await adjust(input);
    expect(userErrors).toContainEqual(
      expect.objectContaining({ code: "INVALID_INPUT", path: ["input", field] }),
    );
  });

  it("is seen by a second adjustment of the same request", async () => {
    const fields = "sku { product { skus { onHand } } }";
    const part = (name: string, key: string) =>
      `${name}: adjustStock(input: { skuId: "${skuId}", delta: 1, reason: "r", idempotencyKey: "${key}" }) { ${fields} }`;
    const { data } = await shop.run(staff, `mutation { ${part("a", "k1")} ${part("b", "k2")} }`);
    expect(data).toEqual({
      a: { sku: { product: { skus: [{ onHand: 11 }] } } },
      b: { sku: { product: { skus: [{ onHand: 12 }] } } },
    });
  });

  it("is for staff with stock:write", async () => {
    for (const caller of [anybody, signedIn(), signedIn(newId(), "stock:read", "catalog:write")]) {
      await expect(adjust({ delta: 1 }, caller)).rejects.toThrow(/not signed in|may not do this/);
    }
  });
});
