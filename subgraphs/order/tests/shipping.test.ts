import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { completeOrders } from "../jobs/completeOrders";
import { cancellationRequests } from "../model/tables";
import {
  confirmReceipt,
  deliveredOrder,
  linesOf,
  markDelivered,
  paidOrder,
  ship,
  staff,
  unpaidOrder,
  type ShipAnswer,
} from "./fulfilmentHelpers";
import {
  guest,
  newCustomer,
  openOrderFixture,
  type Customer,
  type OrderFixture,
} from "./orderFixture";
import { cancelOrder, stateOf } from "./orderHelpers";
import { binaryId, countRows } from "./placing";

let fixture: OrderFixture;
let customer: Customer;
beforeAll(async () => (fixture = await openOrderFixture("shipping")));
afterAll(() => fixture.close());
beforeEach(() => (customer = newCustomer()));

const codes = ({ userErrors }: { userErrors: ShipAnswer["userErrors"] }) =>
  userErrors.map(({ code, path }) => `${code} ${path?.join(".") ?? ""}`);
const parcelsOf = (orderId: string) =>
  countRows(fixture, `shipment where order_id = ${binaryId(orderId)}`);
const eventsOf = async (orderId: string) => (await stateOf(fixture, customer, orderId)).events;
const shippedOf = async (lineId = ""): Promise<number> => {
  const [rows] = await fixture.database.pool.query(
    `select coalesce(sum(quantity), 0) as n from shipment_line where order_line_id = ${binaryId(lineId)}`,
  );
  return Number((rows as { n: number }[])[0]?.n);
};

describe("a paid order", () => {
  it("is shipped in parts: PARTIALLY_SHIPPED, and SHIPPED with the last one", async () => {
    const order = await paidOrder(fixture, customer, [3, 2]);
    const first = await ship(fixture, order.id, { lines: linesOf(order, 1) });
    expect(first).toMatchObject({
      userErrors: [],
      shipment: { status: "SHIPPED", carrier: "Swift", trackingNumber: "SW 1", deliveredAt: null },
      order: { id: order.id, status: "PARTIALLY_SHIPPED", fulfillmentStatus: "PARTIAL" },
    });
    expect(first.shipment?.lines).toEqual(linesOf(order, 1));
    const second = await ship(fixture, order.id, { lines: linesOf(order, 1, 2) });
    expect(second.order).toMatchObject({
      status: "PARTIALLY_SHIPPED",
      fulfillmentStatus: "PARTIAL",
    });
    const last = await ship(fixture, order.id);
    expect(last.shipment?.lines).toEqual(linesOf(order, 1));
    expect(last.order).toMatchObject({
      status: "SHIPPED",
      fulfillmentStatus: "SHIPPED",
      shipments: [{}, {}, {}],
    });
    expect(await eventsOf(order.id)).toEqual([
      "1 PENDING_PAYMENT",
      "2 PAID",
      "3 PARTIALLY_SHIPPED",
      "5 SHIPPED",
    ]);
  });

  it("is shipped once a key; the key with another input is refused", async () => {
    const order = await paidOrder(fixture, customer);
    const input = { lines: linesOf(order, 1), idempotencyKey: newId() };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ship(fixture, order.id, input)),
    );
    expect(new Set(answers.map(({ shipment }) => shipment?.id)).size).toBe(1);
    const other = { ...input, lines: linesOf(order, 2) };
    expect(codes(await ship(fixture, order.id, other))).toEqual([
      "IDEMPOTENCY_KEY_REUSED input.idempotencyKey",
    ]);
    expect(await parcelsOf(order.id)).toBe(1);
  });

  it("never ships more of a line than was bought, however many ship at once", async () => {
    const order = await paidOrder(fixture, customer, [5, 1]);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ship(fixture, order.id, { lines: linesOf(order, 1) })),
    );
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(5);
    const refused = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(refused).toEqual(Array.from({ length: 3 }, () => "QUANTITY_EXCEEDED"));
    expect(await shippedOf(order.lineIds[0])).toBe(5);
  });

  it("is refused more of a line than is left, its lines added up, and nothing is stored", async () => {
    const order = await paidOrder(fixture, customer, [3, 2]);
    await ship(fixture, order.id, { lines: linesOf(order, 2) });
    const [line] = linesOf(order, 1);
    expect(codes(await ship(fixture, order.id, { lines: [line, line] }))).toEqual([
      "QUANTITY_EXCEEDED input.lines.1.quantity",
    ]);
    expect(codes(await ship(fixture, order.id, { lines: linesOf(order, 2, 3) }))).toEqual([
      "QUANTITY_EXCEEDED input.lines.0.quantity",
      "QUANTITY_EXCEEDED input.lines.1.quantity",
    ]);
    expect(await parcelsOf(order.id)).toBe(1);
  });

  it("has no lines of another order, and an unknown order is NOT_FOUND", async () => {
    const order = await paidOrder(fixture, customer);
    const other = await paidOrder(fixture, customer);
    expect(codes(await ship(fixture, order.id, { lines: linesOf(other, 1) }))).toEqual([
      "NOT_FOUND input.lines.0.orderLineId",
    ]);
    expect(codes(await ship(fixture, newId()))).toEqual(["NOT_FOUND input.orderId"]);
    expect(await parcelsOf(order.id)).toBe(0);
  });

  it.each([0, -1, 1_000, 2_147_483_647])("takes no quantity of %d", async (quantity) => {
    const order = await paidOrder(fixture, customer);
    const [line] = linesOf(order, 1);
    expect(codes(await ship(fixture, order.id, { lines: [{ ...line, quantity }] }))).toEqual([
      "INVALID_INPUT input.lines.0.quantity",
    ]);
    expect(await parcelsOf(order.id)).toBe(0);
  });

  it.each([
    ["lines", []],
    ["carrier", ""],
    ["carrier", "x".repeat(101)],
    ["trackingNumber", "a\nb"],
    ["idempotencyKey", ""],
    ["orderId", "no id"],
  ])("takes no %s like %j", async (field, value) => {
    const order = await paidOrder(fixture, customer);
    const refused = codes(await ship(fixture, order.id, { [field]: value }));
    expect(refused).toEqual([`INVALID_INPUT input.${field}`]);
    expect(await parcelsOf(order.id)).toBe(0);
  });

  it("waits for the decision on its cancellation, and is shipped when that is no", async () => {
    const order = await paidOrder(fixture, customer);
    const { drizzle } = fixture.database;
    await drizzle.insert(cancellationRequests).values({
      id: newId(),
      orderId: order.id,
      liveOrderId: order.id,
      status: "REQUESTED",
      requestedBy: customer.id,
      requestedAt: new Date(),
    });
    expect(codes(await ship(fixture, order.id))).toEqual(["INVALID_STATE input.orderId"]);
    expect(await parcelsOf(order.id)).toBe(0);
    await drizzle.update(cancellationRequests).set({ liveOrderId: null, status: "REJECTED" });
    expect((await ship(fixture, order.id)).order?.status).toBe("SHIPPED");
  });

  it("is shipped by staff with order:ship alone", async () => {
    const order = await paidOrder(fixture, customer);
    for (const caller of [guest, customer, newCustomer("order:read", "order:return")]) {
      await expect(ship(fixture, order.id, {}, caller)).rejects.toThrow();
      await expect(markDelivered(fixture, newId(), caller)).rejects.toThrow();
    }
    expect(await parcelsOf(order.id)).toBe(0);
  });
});

describe("an order in another state", () => {
  it("is not shipped before it is paid, nor after it is cancelled or all shipped", async () => {
    const unpaid = await unpaidOrder(fixture, customer);
    expect(codes(await ship(fixture, unpaid.id))).toEqual(["INVALID_STATE input.orderId"]);
    await cancelOrder(fixture, customer, unpaid.id);
    expect(codes(await ship(fixture, unpaid.id))).toEqual(["INVALID_STATE input.orderId"]);
    const shipped = await paidOrder(fixture, customer);
    await ship(fixture, shipped.id);
    expect(codes(await ship(fixture, shipped.id))).toEqual(["INVALID_STATE input.orderId"]);
    expect([await parcelsOf(unpaid.id), await parcelsOf(shipped.id)]).toEqual([0, 1]);
  });

  it("cannot be confirmed: not paid, nothing or only a part shipped, cancelled", async () => {
    const refused = async (orderId: string) =>
      codes(await confirmReceipt(fixture, customer, orderId));
    const unpaid = await unpaidOrder(fixture, customer);
    expect(await refused(unpaid.id)).toEqual(["INVALID_STATE input.orderId"]);
    await cancelOrder(fixture, customer, unpaid.id);
    expect(await refused(unpaid.id)).toEqual(["INVALID_STATE input.orderId"]);
    const order = await paidOrder(fixture, customer);
    expect(await refused(order.id)).toEqual(["INVALID_STATE input.orderId"]);
    await ship(fixture, order.id, { lines: linesOf(order, 1) });
    expect(await refused(order.id)).toEqual(["INVALID_STATE input.orderId"]);
    expect((await stateOf(fixture, customer, order.id)).status).toBe("PARTIALLY_SHIPPED");
  });
});

describe("a shipped order", () => {
  it("is DELIVERED with its last parcel, however often and at how many places that is told", async () => {
    const order = await paidOrder(fixture, customer, [3, 2]);
    const first = await ship(fixture, order.id, { lines: linesOf(order, 3) });
    const early = await markDelivered(fixture, first.shipment?.id ?? "");
    expect(early).toMatchObject({
      shipment: { status: "DELIVERED" },
      order: { status: "PARTIALLY_SHIPPED", fulfillmentStatus: "PARTIAL" },
    });
    const last = await ship(fixture, order.id);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => markDelivered(fixture, last.shipment?.id ?? "")),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({
        userErrors: [],
        shipment: { status: "DELIVERED" },
        order: { status: "DELIVERED", fulfillmentStatus: "DELIVERED" },
      });
    }
    expect((await eventsOf(order.id))?.slice(2)).toEqual([
      "3 PARTIALLY_SHIPPED",
      "5 SHIPPED",
      "6 DELIVERED",
    ]);
  });

  it("is DELIVERED by one of two last parcels that arrive at the same moment", async () => {
    const order = await paidOrder(fixture, customer, [1, 1]);
    const first = await ship(fixture, order.id, { lines: linesOf(order, 1) });
    const last = await ship(fixture, order.id);
    await Promise.all(
      [first, last].map(({ shipment }) => markDelivered(fixture, shipment?.id ?? "")),
    );
    expect((await stateOf(fixture, customer, order.id)).status).toBe("DELIVERED");
  });

  it("has no parcel of that id: NOT_FOUND", async () => {
    expect(codes(await markDelivered(fixture, newId()))).toEqual(["NOT_FOUND input.shipmentId"]);
    expect(codes(await markDelivered(fixture, "no id"))).toEqual([
      "INVALID_INPUT input.shipmentId",
    ]);
  });

  it("is COMPLETED by its buyer before the carrier tells, and its parcels are delivered by that", async () => {
    const order = await paidOrder(fixture, customer);
    await ship(fixture, order.id);
    expect((await confirmReceipt(fixture, customer, order.id)).order).toMatchObject({
      status: "COMPLETED",
      fulfillmentStatus: "DELIVERED",
    });
    expect((await eventsOf(order.id))?.slice(2)).toEqual([
      "3 SHIPPED",
      "4 DELIVERED",
      "5 COMPLETED",
    ]);
    expect(
      await countRows(
        fixture,
        `shipment where order_id = ${binaryId(order.id)} and status = 'DELIVERED' and delivered_at is not null`,
      ),
    ).toBe(1);
  });
});

describe("a delivered order", () => {
  it("is COMPLETED by its buyer once, and is to review from then on", async () => {
    const order = await deliveredOrder(fixture, customer);
    const counts = async () => {
      const source = "{ orderCounts { toPay toShip toReceive toReview } }";
      return (await fixture.run<{ orderCounts: object }>(customer, source)).data?.orderCounts;
    };
    expect(await counts()).toEqual({ toPay: 0, toShip: 0, toReceive: 1, toReview: 0 });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => confirmReceipt(fixture, customer, order.id)),
    );
    expect(answers.map((answer) => answer.order?.status)).toEqual(Array(5).fill("COMPLETED"));
    expect((await eventsOf(order.id))?.slice(3)).toEqual(["4 DELIVERED", "5 COMPLETED"]);
    expect(await counts()).toEqual({ toPay: 0, toShip: 0, toReceive: 0, toReview: 1 });
  });

  it("is confirmed by its buyer alone: NOT_FOUND for others, staff too", async () => {
    const order = await deliveredOrder(fixture, customer);
    for (const caller of [newCustomer(), staff]) {
      expect(codes(await confirmReceipt(fixture, caller, order.id))).toEqual([
        "NOT_FOUND input.orderId",
      ]);
    }
    await expect(confirmReceipt(fixture, guest, order.id)).rejects.toThrow();
    expect((await stateOf(fixture, customer, order.id)).status).toBe("DELIVERED");
  });

  it("is completed after its days by any number of instances, and not before", async () => {
    const orders = [];
    for (let index = 0; index < 3; index++)
      orders.push(await deliveredOrder(fixture, customer, [1]));
    const options = { afterDays: 7, afterShippedDays: 365, batchSize: 2 };
    const later = (days: number) => new Date(Date.now() + days * 86_400_000);
    const stop = useClock({ now: () => later(6.9) });
    expect(await completeOrders(fixture.services, options)).toBe(0);
    stop();
    const stopLater = useClock({ now: () => later(7.1) });
    const rounds = [1, 2, 3].map(() => completeOrders(fixture.services, options));
    const completed = (await Promise.all(rounds)).reduce((sum, count) => sum + count, 0);
    stopLater();
    expect(completed).toBeGreaterThanOrEqual(3);
    for (const { id } of orders) {
      expect((await eventsOf(id))?.slice(3)).toEqual(["4 DELIVERED", "5 COMPLETED"]);
    }
    expect(await completeOrders(fixture.services, options)).toBe(0);
  });

  it("is completed long after it left when nobody tells of its arrival, and not before", async () => {
    const order = await paidOrder(fixture, customer, [1]);
    const partly = await paidOrder(fixture, customer, [2]);
    await ship(fixture, order.id);
    await ship(fixture, partly.id, { lines: linesOf(partly, 1) });
    const options = { afterDays: 365, afterShippedDays: 30 };
    const roundAfter = async (days: number) => {
      const stop = useClock({ now: () => new Date(Date.now() + days * 86_400_000) });
      await Promise.all([1, 2].map(() => completeOrders(fixture.services, options))).finally(stop);
    };
    await roundAfter(29.9);
    expect((await stateOf(fixture, customer, order.id)).status).toBe("SHIPPED");
    await roundAfter(30.1);
    expect((await eventsOf(order.id))?.slice(2)).toEqual([
      "3 SHIPPED",
      "4 DELIVERED",
      "5 COMPLETED",
    ]);
    expect((await stateOf(fixture, customer, partly.id)).status).toBe("PARTIALLY_SHIPPED");
  });
});
