import { newId } from "@micro-shop/common/ids";
import { looseInputs } from "@micro-shop/common/testing/looseInputs";
import type { SkuOffer } from "../clients/siblings";
import { createOrderSubgraph } from "../subgraph";
import { newCustomer, openOrderFixture, type OrderFixture } from "./orderFixture";
import {
  binaryId,
  countOrders,
  countRows,
  newBuyer,
  newLine,
  place,
  type Buyer,
  type PlaceAnswer,
} from "./placing";

it("takes no blanks, control characters, line breaks or texts and lists without end, in any input", () => {
  const severalLines = ["AddOrderNoteInput.text"];
  expect(looseInputs(createOrderSubgraph().schema, { severalLines })).toEqual([]);
});

describe("an order", () => {
  let fixture: OrderFixture;
  let buyer: Buyer;
  beforeAll(async () => (fixture = await openOrderFixture("refused")));
  afterAll(() => fixture.close());
  beforeEach(() => {
    buyer = newBuyer(fixture);
    fixture.siblings.calls.length = 0;
  });

  const placeIt = (input: object, by: Buyer = buyer): Promise<PlaceAnswer> =>
    place(fixture, by, input);
  const line = (quantity = 1, offer: Partial<SkuOffer> = {}) => newLine(fixture, quantity, offer);

  describe("is refused, and holds nothing, when", () => {
    const refusedOrder = async (input: object) => {
      const idempotencyKey = newId();
      const answer = await placeIt({ ...input, idempotencyKey });
      const callsBefore = fixture.siblings.calls.length;
      const repeated = await placeIt({ ...input, idempotencyKey });
      expect(answer.order).toBeNull();
      expect(repeated).toEqual(answer);
      expect(fixture.siblings.calls).toHaveLength(callsBefore);
      return answer.userErrors;
    };
    const listed = async () => {
      const { data } = await fixture.run(
        buyer,
        "{ orders(first: 10) { totalCount edges { node { id } } } orderCounts { toPay } }",
      );
      return data;
    };
    afterEach(async () => {
      expect(await listed()).toEqual({
        orders: { totalCount: 0, edges: [] },
        orderCounts: { toPay: 0 },
      });
      const ofUser = `join orders o on o.id = e.order_id where o.user_id = ${binaryId(buyer.id)}`;
      expect(await countRows(fixture, `order_event e ${ofUser}`)).toBe(0);
      expect(await countRows(fixture, `order_line e ${ofUser}`)).toBe(0);
    });

    it("there is not enough of every line: all or nothing", async () => {
      const [fine, short, hidden] = [
        line(2),
        line(6, { available: 5 }),
        line(1, { onSale: false }),
      ];
      expect(await refusedOrder({ lines: [fine, short, hidden] })).toMatchObject([
        {
          __typename: "InsufficientStock",
          code: "INSUFFICIENT_STOCK",
          sku: { id: short.skuId },
          available: 5,
          path: ["input", "lines", "1", "quantity"],
        },
        { code: "UNAVAILABLE_PRODUCT", path: ["input", "lines", "2", "skuId"] },
      ]);
      expect(fixture.siblings.reserved(fine.skuId)).toBe(0);
      expect(await countOrders(fixture, buyer)).toBe(1);
    });

    it("the coupon cannot be used, and the stock comes back", async () => {
      const wanted = line();
      const couponId = fixture.siblings.addCoupon(newCustomer().id, 100);
      expect(await refusedOrder({ lines: [wanted], couponId })).toMatchObject([
        {
          __typename: "CouponNotApplicable",
          code: "COUPON_NOT_APPLICABLE",
          reason: "NOT_FOUND",
          path: ["input", "couponId"],
        },
      ]);
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(0);
    });

    it("the total is another one, and stock and coupon come back", async () => {
      const wanted = line();
      const couponId = fixture.siblings.addCoupon(buyer.id, 100);
      expect(
        await refusedOrder({ lines: [wanted], couponId, expectedTotalMinor: 1_399 }),
      ).toMatchObject([
        {
          __typename: "PriceChanged",
          code: "PRICE_CHANGED",
          was: { formatted: "$13.99" },
          is: { amountMinor: 1_464 },
          path: ["input", "expectedTotalMinor"],
        },
      ]);
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(0);
      expect(fixture.siblings.couponHolder(couponId)).toBeNull();
      expect(fixture.siblings.calls).not.toContain("createPayment");
    });

    it("the address is somebody else's", async () => {
      const foreign = fixture.siblings.addAddress(newCustomer().id);
      expect(await refusedOrder({ lines: [line()], addressId: foreign })).toMatchObject([
        { code: "NOT_FOUND", path: ["input", "addressId"] },
      ]);
      expect(fixture.siblings.calls).toEqual(["addressSnapshot"]);
    });

    it.each([
      ["the goods come", 99, 0],
      ["the total comes", 1, 1],
    ])("%s to more than can be paid", async (_what, quantity, holds) => {
      const unitPrice = { amountMinor: 1_000_000_000_000, currency: "USD" } as const;
      const wanted = line(quantity, { unitPrice });
      const couponId = fixture.siblings.addCoupon(buyer.id, 1);
      expect(await refusedOrder({ lines: [wanted], couponId })).toMatchObject([
        { code: "LIMIT_REACHED", path: ["input", "lines"] },
      ]);
      expect(fixture.siblings.calls.filter((call) => call === "holdDiscounts")).toHaveLength(holds);
      expect(fixture.siblings.calls).not.toContain("createPayment");
      expect(fixture.siblings.reserved(wanted.skuId)).toBe(0);
      expect(fixture.siblings.couponHolder(couponId)).toBeNull();
    });

    it("a SKU in the cart was archived since, and the cart stays", async () => {
      const [fine, archived] = [line(2), line()];
      for (const each of [fine, archived])
        await fixture.mutate(buyer, "addToCart", "cart { id }", each);
      fixture.siblings.change(archived.skuId, { onSale: false });
      expect(await refusedOrder({})).toMatchObject([{ code: "UNAVAILABLE_PRODUCT", path: null }]);
      expect(fixture.siblings.reserved(fine.skuId)).toBe(0);
      const { data } = await fixture.run(buyer, "{ cart { lines { quantity available } } }");
      expect(data).toEqual({
        cart: {
          lines: [
            { quantity: 2, available: true },
            { quantity: 1, available: false },
          ],
        },
      });
    });

    it("the SKUs have different currencies", async () => {
      const [dollars, euros] = [
        line(),
        line(1, { unitPrice: { amountMinor: 900, currency: "EUR" } }),
      ];
      expect(await refusedOrder({ lines: [dollars, euros] })).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", "lines"] },
      ]);
      expect(fixture.siblings.reserved(dollars.skuId)).toBe(0);
    });
  });

  describe("keeps nothing", () => {
    afterEach(async () => expect(await countOrders(fixture, buyer)).toBe(0));

    it("of an empty cart, so that the key can be used again", async () => {
      const input = { idempotencyKey: newId() };
      expect((await placeIt(input)).userErrors).toMatchObject([{ code: "EMPTY_ORDER" }]);
      expect((await placeIt(input)).userErrors).toMatchObject([{ code: "EMPTY_ORDER" }]);
    });

    it.each([
      ["an unknown shipping method", { shippingMethod: "TELEPORT" }, "shippingMethod"],
      ["an empty key", { idempotencyKey: "" }, "idempotencyKey"],
      ["an endless key", { idempotencyKey: "k".repeat(256) }, "idempotencyKey"],
      ["no lines at all", { lines: [] }, "lines"],
      ["a negative total", { expectedTotalMinor: -1 }, "expectedTotalMinor"],
      ["an address that is no id", { addressId: "home" }, "addressId"],
    ])("of %s", async (_what, input, field) => {
      expect((await placeIt({ lines: [line()], ...input })).userErrors).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", field] },
      ]);
    });

    it.each([0, -1, 1_000, 2_147_483_647])("of a quantity of %d", async (quantity) => {
      expect((await placeIt({ lines: [line(quantity)] })).userErrors).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", "lines", "0", "quantity"] },
      ]);
    });

    it.each([1.5, "1e9", "2", 2 ** 31, 9e15, null])("of a quantity like %j", async (quantity) => {
      const lines = [{ ...line(), quantity }];
      await expect(placeIt({ lines })).rejects.toThrow(
        /Int cannot represent|non-nullable|not to be null/,
      );
    });

    it("of more than 999 of a SKU over several lines", async () => {
      const { skuId } = line(1, { available: 5_000 });
      const lines = [
        { skuId, quantity: 600 },
        { skuId, quantity: 600 },
      ];
      expect((await placeIt({ lines })).userErrors).toMatchObject([
        { code: "INVALID_INPUT", path: ["input", "lines", "1", "quantity"] },
      ]);
    });
  });
});
