import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { anybody, catalogStaff, openProductFixture, type ProductFixture } from "./productFixture";
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

const stocked = async (...onHand: number[]): Promise<string[]> =>
  (await shop.addProduct({ skus: onHand.map((units) => ({ onHand: units })) })).skuIds;

describe("reserving stock", () => {
  it("holds the units and answers the prices of the moment", async () => {
    const { skuIds } = await shop.addProduct({
      name: "Fell Runner",
      priceMinor: 4200,
      skus: [
        {
          onHand: 5,
          options: [
            { name: "Size", value: "M" },
            { name: "Color", value: "Red" },
          ],
        },
      ],
    });
    const [skuId = ""] = skuIds;
    expect(await calls.reserve([{ skuId, quantity: 2 }])).toEqual({
      offers: [
        { skuId, name: "Fell Runner – M / Red", unitPrice: { amountMinor: 4200 }, available: 5 },
      ],
      shortages: [],
    });
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 5, reserved: 2 });
  });

  it("may take the very last unit", async () => {
    const [skuId = ""] = await stocked(3);
    expect((await calls.reserve([{ skuId, quantity: 3 }])).shortages).toEqual([]);
    expect((await calls.reserve([{ skuId, quantity: 1 }])).shortages).toEqual([
      { skuId, available: 0, onSale: true },
    ]);
  });

  it("sums the lines of one SKU", async () => {
    const [skuId = ""] = await stocked(5);
    const lines = [
      { skuId, quantity: 3 },
      { skuId, quantity: 3 },
    ];
    expect((await calls.reserve(lines)).shortages).toEqual([{ skuId, available: 5, onSale: true }]);
    expect((await calls.reserve(lines.slice(1))).offers).toHaveLength(1);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 5, reserved: 3 });
  });

  it("holds nothing when one line is short, and names every short SKU with what there is", async () => {
    const [plenty = "", few = "", none = ""] = await stocked(10, 2, 0);
    const lines = [none, few, plenty].map((skuId) => ({ skuId, quantity: 3 }));
    const { offers, shortages } = await calls.reserve(lines);
    expect(offers).toEqual([]);
    expect(shortages).toEqual([
      { skuId: few, available: 2, onSale: true },
      { skuId: none, available: 0, onSale: true },
    ]);
    expect(await stockOf(shop.database, plenty)).toEqual({ onHand: 10, reserved: 0 });
  });

  it.each(["DRAFT", "ARCHIVED"] as const)("refuses a SKU whose product is %s", async (status) => {
    const { skuIds } = await shop.addProduct({ status });
    const [skuId = ""] = skuIds;
    expect((await calls.reserve([{ skuId, quantity: 1 }])).shortages).toEqual([
      { skuId, available: 10, onSale: false },
    ]);
  });

  it("refuses a SKU that does not exist", async () => {
    const skuId = newId();
    expect((await calls.reserve([{ skuId, quantity: 1 }])).shortages).toEqual([
      { skuId, available: 0, onSale: false },
    ]);
  });

  it("answers a repeat with the first answer and holds nothing more", async () => {
    const [skuId = ""] = await stocked(5);
    const orderId = newId();
    const first = await calls.reserve([{ skuId, quantity: 2 }], orderId);
    expect(await calls.reserve([{ skuId, quantity: 2 }], orderId)).toEqual(first);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 5, reserved: 2 });
  });

  it("answers a repeat after a shortage with the same shortage, though there is enough by now", async () => {
    const [skuId = ""] = await stocked(1);
    const orderId = newId();
    const first = await calls.reserve([{ skuId, quantity: 2 }], orderId);
    await shop.mutate(catalogStaff(), "adjustStock", "userErrors { code }", {
      skuId,
      delta: 5,
      reason: "Delivery",
      idempotencyKey: newId(),
    });
    expect(await calls.reserve([{ skuId, quantity: 2 }], orderId)).toEqual(first);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 6, reserved: 0 });
  });

  it.each([1, 3, 100])("costs four statements for %d SKUs", async (count) => {
    const skuIds = await stocked(...Array<number>(count).fill(5));
    const lines = skuIds.map((skuId, index) => ({ skuId, quantity: 1 + (index % 5) }));
    const { value, statements } = await recordStatements(() => calls.reserve(lines));
    expect(value.offers).toHaveLength(count);
    // Offers, counters, reservations, barrier.
    expect(statements).toHaveLength(4);
    for (const { skuId, quantity } of lines.slice(-5)) {
      expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 5, reserved: quantity });
    }
  });

  it.each([
    ["no line", []],
    ["101 lines", Array.from({ length: 101 }, () => ({ skuId: newId(), quantity: 1 }))],
    ["no quantity", [{ skuId: newId(), quantity: 0 }]],
    ["a negative quantity", [{ skuId: newId(), quantity: -1 }]],
    ["a huge quantity", [{ skuId: newId(), quantity: 10_001 }]],
    ["no id", [{ skuId: "x", quantity: 1 }]],
  ])("refuses an order with %s", async (_case, lines) => {
    await expect(calls.reserve(lines)).rejects.toThrow(/must|input/i);
  });
});

describe("releasing stock", () => {
  it("gives back what the order holds, once", async () => {
    const [a = "", b = ""] = await stocked(5, 5);
    const orderId = newId();
    const lines = [
      { skuId: a, quantity: 2 },
      { skuId: b, quantity: 3 },
    ];
    await calls.reserve(lines, orderId);
    expect(await calls.release(orderId)).toBe(true);
    expect(await calls.release(orderId)).toBe(false);
    expect(await stockOf(shop.database, a)).toEqual({ onHand: 5, reserved: 0 });
    expect(await stockOf(shop.database, b)).toEqual({ onHand: 5, reserved: 0 });
  });

  it("leaves other orders alone", async () => {
    const [skuId = ""] = await stocked(5);
    const orderId = newId();
    await calls.reserve([{ skuId, quantity: 2 }], orderId);
    await calls.reserve([{ skuId, quantity: 1 }]);
    await calls.release(orderId);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 5, reserved: 1 });
  });

  it("that comes first does nothing, and the late reservation is refused", async () => {
    const [skuId = ""] = await stocked(5);
    const orderId = newId();
    expect(await calls.release(orderId)).toBe(false);
    await expect(calls.reserve([{ skuId, quantity: 1 }], orderId)).rejects.toThrow(/undone/);
    await expect(calls.reserve([{ skuId, quantity: 9 }], orderId)).rejects.toThrow(/undone/);
    expect(await stockOf(shop.database, skuId)).toEqual({ onHand: 5, reserved: 0 });
  });

  it("keeps the order from reserving again", async () => {
    const [skuId = ""] = await stocked(5);
    const orderId = newId();
    await calls.reserve([{ skuId, quantity: 1 }], orderId);
    await calls.release(orderId);
    await expect(calls.reserve([{ skuId, quantity: 1 }], orderId)).rejects.toThrow(/undone/);
  });

  it("after a shortage has nothing to give back", async () => {
    const [skuId = ""] = await stocked(1);
    const orderId = newId();
    await calls.reserve([{ skuId, quantity: 2 }], orderId);
    expect(await calls.release(orderId)).toBe(false);
  });
});

describe("offers for other services", () => {
  it("come in the order asked for, whatever the product's state; unknown SKUs are missing", async () => {
    const [a = "", b = ""] = await stocked(1, 2);
    const draft = await shop.addProduct({ status: "DRAFT" });
    const [hidden = ""] = draft.skuIds;
    const { data } = await shop.run(
      { service: "order" },
      "query ($ids: [ID!]!) { skuOffers(skuIds: $ids) { skuId categoryId available onSale } }",
      { ids: [b, newId(), hidden, a, b] },
    );
    const { categoryId } = shop;
    expect(data).toEqual({
      skuOffers: [
        { skuId: b, categoryId, available: 2, onSale: true },
        { skuId: hidden, categoryId, available: 10, onSale: false },
        { skuId: a, categoryId, available: 1, onSale: true },
      ],
    });
  });

  it("are at most 100 a call", async () => {
    const ids = Array.from({ length: 101 }, () => newId());
    const query = "query ($ids: [ID!]!) { skuOffers(skuIds: $ids) { skuId } }";
    const { errors } = await shop.run({ service: "order" }, query, { ids });
    expect(errors?.[0]?.message).toMatch(/no more than 100/);
  });
});

describe("internal operations", () => {
  const operations = [
    `query { skuOffers(skuIds: []) { skuId } }`,
    `mutation { deliverEvents(input: { events: [] }) { acceptedIds } }`,
    `mutation { releaseStock(input: { orderId: "${newId()}" }) { released } }`,
    `mutation { reserveStock(input: { orderId: "${newId()}", expiresAt: "2030-01-01T00:00:00Z", lines: [] }) { offers { skuId } } }`,
  ];

  it.each(operations)("are closed to clients, staff included: %s", async (operation) => {
    for (const caller of [anybody, signedIn(), catalogStaff()]) {
      expect((await shop.run(caller, operation)).errors?.[0]?.message).toBe("You may not do this.");
    }
  });
});
