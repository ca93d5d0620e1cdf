import { randomUUID } from "node:crypto";
import type { TestMall } from "@micro-shop/common/testing/testMall";
import { contractOperation } from "../support/contractOperations";
import type { OrderAnswer, PaymentAnswer, StatusChange } from "../support/purchaseAnswers";
import {
  availableOf,
  demoShopper,
  findSkus,
  newShopper,
  type Payload,
  type Shopper,
  type SkuFact,
} from "../support/shopper";
import { until } from "../support/until";

interface ShipmentAnswer extends OrderAnswer {
  readonly shipment: { readonly id: string; readonly status: string } | null;
}

interface ReturnAnswer extends Payload {
  readonly return: { readonly id: string; readonly status: string } | null;
}

interface OrderView {
  readonly order: {
    readonly paymentStatus: string;
    readonly lines: readonly {
      readonly id: string;
      readonly quantity: number;
      readonly sku: { id: string };
    }[];
    readonly returns: readonly {
      readonly status: string;
      readonly refund: { readonly amountMinor: number };
    }[];
    readonly payment: {
      readonly refunded: { readonly amountMinor: number };
      readonly refunds: readonly { readonly status: string }[];
    };
  };
}

const ORDER = `query ($id: ID!) {
  order(id: $id) {
    paymentStatus
    lines { id quantity sku { id } }
    returns { status refund { amountMinor } }
    payment { refunded { amountMinor } refunds { status } }
  }
}`;

/** Needs a seeded mall of its own run; see mall.test.ts. */
export function describeFulfilment(mall: () => TestMall): void {
  describe("a paid order through the one endpoint", () => {
    let url: string;
    let buyer: Shopper;
    let staff: Shopper;
    let skus: readonly [SkuFact, SkuFact];

    beforeAll(async () => {
      url = `${mall().url}/graphql`;
      buyer = await newShopper(url);
      staff = await demoShopper(url, "staff@example.com");
      const [first, second] = await findSkus(buyer, 2, 10);
      if (!first || !second) throw new Error("Too little is on sale.");
      skus = [first, second];
    }, 60_000);

    const stock = () => Promise.all(skus.map((sku) => availableOf(buyer, sku)));
    const view = async (id: string) => (await buyer.data<OrderView>(ORDER, { id })).order;
    const ship = (input: object) =>
      staff.mutate<ShipmentAnswer>("ShipOrder", {
        carrier: "Swift",
        trackingNumber: "SW 1",
        idempotencyKey: randomUUID(),
        ...input,
      });
    const resolve = (returnId: string | undefined, input: object) =>
      staff.mutate<ReturnAnswer>("ResolveReturn", { returnId, ...input });

    it("is shipped in two parts, delivered, confirmed, sent back in part, refunded and restocked", async () => {
      const [ample, single] = skus;
      const before = await stock();
      const { order } = await buyer.mutate<OrderAnswer>("PlaceOrder", {
        idempotencyKey: randomUUID(),
        addressId: await buyer.addAddress(),
        lines: [
          { skuId: ample.id, quantity: 3 },
          { skuId: single.id, quantity: 1 },
        ],
      });
      const id = order?.id ?? "";
      const watched = buyer.subscribe<StatusChange>(contractOperation("OrderStatusChanged"), {
        orderId: id,
      });
      await watched.until((events) => events.length === 1);
      await buyer.mutate<PaymentAnswer>("PayOrder", {
        orderId: id,
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: randomUUID(),
      });
      await watched.until((events) => events.length === 2);
      const line = (await view(id)).lines.find(({ sku }) => sku.id === ample.id);
      const linesOf = (quantity: number) => [{ orderLineId: line?.id, quantity }];

      const first = await ship({ orderId: id, lines: linesOf(2) });
      expect(first).toMatchObject({ userErrors: [], order: { status: "PARTIALLY_SHIPPED" } });
      const tooMuch = await ship({ orderId: id, lines: linesOf(2) });
      expect(tooMuch).toMatchObject({ order: null, userErrors: [{ code: "QUANTITY_EXCEEDED" }] });
      const second = await ship({ orderId: id });
      expect(second).toMatchObject({ userErrors: [], order: { status: "SHIPPED" } });
      for (const { shipment } of [first, second]) {
        const input = { shipmentId: shipment?.id };
        const { userErrors } = await staff.mutate<ShipmentAnswer>("MarkDelivered", input);
        expect(userErrors).toEqual([]);
      }
      const confirmed = await buyer.mutate<OrderAnswer>("ConfirmReceipt", { orderId: id });
      expect(confirmed.order?.status).toBe("COMPLETED");
      const events = await watched.until((seen) => seen.length === 6);
      watched.stop();
      expect(events.map(({ data }) => data?.orderStatusChanged.event.status)).toEqual([
        "PENDING_PAYMENT",
        "PAID",
        "PARTIALLY_SHIPPED",
        "SHIPPED",
        "DELIVERED",
        "COMPLETED",
      ]);

      const request = { orderId: id, reason: "It does not fit.", idempotencyKey: randomUUID() };
      const asked = await buyer.mutate<ReturnAnswer>("RequestReturn", {
        ...request,
        lines: linesOf(2),
      });
      expect(asked).toMatchObject({ userErrors: [], return: { status: "REQUESTED" } });
      const returnId = asked.return?.id;
      await resolve(returnId, { decision: "APPROVE" });
      const received = await resolve(returnId, { decision: "RECEIVED", restock: true });
      expect(received.userErrors).toEqual([]);
      await until(async () => (await view(id)).returns[0]?.status === "REFUNDED");
      const { paymentStatus, payment, returns } = await view(id);
      expect(paymentStatus).toBe("PARTIALLY_REFUNDED");
      const refunded = returns[0]?.refund.amountMinor ?? 0;
      expect(refunded).toBeGreaterThan(0);
      expect(payment).toEqual({
        refunded: { amountMinor: refunded },
        refunds: [{ status: "SUCCEEDED" }],
      });
      await until(async () => (await availableOf(buyer, ample)) === (before[0] ?? 0) - 1);
      expect(await availableOf(buyer, single)).toBe((before[1] ?? 0) - 1);
    });

    it("is nobody's to ship, deliver, confirm or send back who may not", async () => {
      const forbidden = { extensions: { code: "FORBIDDEN" } };
      const parcel = { carrier: "Swift", trackingNumber: "1", idempotencyKey: randomUUID() };
      for (const [operation, input] of [
        ["ShipOrder", { orderId: randomUUID(), ...parcel }],
        ["MarkDelivered", { shipmentId: randomUUID() }],
        ["ResolveReturn", { returnId: randomUUID(), decision: "APPROVE" }],
      ] as const) {
        const { errors } = await buyer.request(contractOperation(operation), { input });
        expect(errors).toMatchObject([forbidden]);
      }
      const confirmed = await staff.mutate<OrderAnswer>("ConfirmReceipt", {
        orderId: randomUUID(),
      });
      expect(confirmed.userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    });
  });
}
