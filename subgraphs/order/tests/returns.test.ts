import { newId } from "@micro-shop/common/ids";
import { createGate } from "@micro-shop/common/testing/gate";
import { until } from "@micro-shop/common/testing/until";
import {
  approvedReturn,
  confirmReceipt,
  deliveredOrder,
  linesOf,
  paidOrder,
  requestReturn,
  resolveReturn,
  ship,
  staff,
  unpaidOrder,
  type PaidOrder,
  type ReturnAnswer,
} from "./fulfilmentHelpers";
import {
  guest,
  newCustomer,
  openOrderFixture,
  type Customer,
  type OrderFixture,
} from "./orderFixture";
import { deliver, recordedEvents, refundedEvent, stateOf } from "./orderHelpers";
import { takeOver } from "./otherInstance";
import { binaryId, countRows } from "./placing";

let fixture: OrderFixture;
let customer: Customer;
beforeAll(async () => (fixture = await openOrderFixture("returns")));
afterAll(() => fixture.close());
beforeEach(() => (customer = newCustomer()));

const codes = ({ userErrors }: Pick<ReturnAnswer, "userErrors">) =>
  userErrors.map(({ code, path }) => `${code} ${path?.join(".") ?? ""}`);
const returnsOf = (order: PaidOrder) =>
  countRows(fixture, `order_return where order_id = ${binaryId(order.id)}`);
/** What pay was asked to send back, in order. */
const refundsOf = (order: PaidOrder) => [
  ...(fixture.siblings.payment(order.id)?.refunds.values() ?? []),
];
const stockEvents = async (order: PaidOrder) =>
  (await recordedEvents(fixture, order.id)).filter(({ topic }) => topic === "stock.returned");
/** How pay tells that a refund went through, the `index`th of the order. */
const succeeded = (order: PaidOrder, index = 0) => {
  const { refundId, amountMinor = 0 } = refundsOf(order)[index] ?? {};
  return refundedEvent(fixture, order, {
    refundId: refundId ?? newId(),
    amountMinor: amountMinor ?? 0,
    refundedMinor: amountMinor ?? 0,
  });
};
const read = async (order: PaidOrder) => {
  const { data } = await fixture.run<{
    order: { paymentStatus: string; returns: { status: string; refundedAt: string | null }[] };
  }>(
    customer,
    "query ($id: ID!) { order(id: $id) { paymentStatus returns { status refundedAt } } }",
    { id: order.id },
  );
  return data?.order;
};

describe("asking for a return", () => {
  it("takes goods of a delivered or completed order and moves nothing", async () => {
    const order = await deliveredOrder(fixture, customer, [3, 2]);
    const answer = await requestReturn(fixture, customer, order.id, {
      lines: linesOf(order, 1, 2),
    });
    expect(answer).toMatchObject({
      userErrors: [],
      return: { status: "REQUESTED", reason: "It does not fit.", refund: null, receivedAt: null },
    });
    expect(answer.return?.lines).toMatchObject(linesOf(order, 1, 2));
    await confirmReceipt(fixture, customer, order.id);
    const later = await requestReturn(fixture, customer, order.id, { lines: linesOf(order, 2) });
    expect(later.return?.status).toBe("REQUESTED");
    expect((await read(order))?.returns).toMatchObject([{}, {}]);
    expect([refundsOf(order), await stockEvents(order)]).toEqual([[], []]);
  });

  it("is done once a key; the key with another input is refused", async () => {
    const order = await deliveredOrder(fixture, customer);
    const key = { idempotencyKey: newId() };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        requestReturn(fixture, customer, order.id, { lines: linesOf(order, 1), ...key }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.return?.id)).size).toBe(1);
    const other = await requestReturn(fixture, customer, order.id, {
      lines: linesOf(order, 2),
      ...key,
    });
    expect(codes(other)).toEqual(["IDEMPOTENCY_KEY_REUSED input.idempotencyKey"]);
    expect(await returnsOf(order)).toBe(1);
  });

  it("never takes more of a line than was shipped, however many ask at once; rejected ones do not count", async () => {
    const order = await deliveredOrder(fixture, customer, [3]);
    const ask = () => requestReturn(fixture, customer, order.id, { lines: linesOf(order, 1) });
    const answers = await Promise.all(Array.from({ length: 6 }, ask));
    const made = answers.filter(({ userErrors }) => userErrors.length === 0);
    expect(made).toHaveLength(3);
    expect(codes(await ask())).toEqual(["QUANTITY_EXCEEDED input.lines.0.quantity"]);
    await resolveReturn(fixture, made[0]?.return?.id, "REJECT");
    expect((await ask()).userErrors).toEqual([]);
    expect(await returnsOf(order)).toBe(4);
  });

  it("is refused more than was shipped, the lines of one order line added up", async () => {
    const order = await deliveredOrder(fixture, customer, [3, 2]);
    const [line] = linesOf(order, 2);
    const lines = line ? [line, line] : [];
    expect(codes(await requestReturn(fixture, customer, order.id, { lines }))).toEqual([
      "QUANTITY_EXCEEDED input.lines.1.quantity",
    ]);
    expect(
      codes(await requestReturn(fixture, customer, order.id, { lines: linesOf(order, 4) })),
    ).toEqual(["QUANTITY_EXCEEDED input.lines.0.quantity"]);
    expect(await returnsOf(order)).toBe(0);
  });

  it("is refused for a line of another order", async () => {
    const order = await deliveredOrder(fixture, customer);
    const other = await deliveredOrder(fixture, customer);
    expect(
      codes(await requestReturn(fixture, customer, order.id, { lines: linesOf(other, 1) })),
    ).toEqual(["NOT_FOUND input.lines.0.orderLineId"]);
    expect(await returnsOf(order)).toBe(0);
  });

  it("is refused for an order that is not there or somebody else's, to staff too", async () => {
    const order = await deliveredOrder(fixture, customer);
    const lines = linesOf(order, 1);
    for (const caller of [newCustomer(), staff]) {
      expect(codes(await requestReturn(fixture, caller, order.id, { lines }))).toEqual([
        "NOT_FOUND input.orderId",
      ]);
    }
    expect(codes(await requestReturn(fixture, customer, newId(), { lines }))).toEqual([
      "NOT_FOUND input.orderId",
    ]);
    await expect(requestReturn(fixture, guest, order.id, { lines })).rejects.toThrow();
    expect(await returnsOf(order)).toBe(0);
  });

  it("is refused before all has arrived", async () => {
    const unpaid = await unpaidOrder(fixture, customer);
    const shipped = await paidOrder(fixture, customer);
    await ship(fixture, shipped.id);
    for (const order of [unpaid, shipped]) {
      const answer = await requestReturn(fixture, customer, order.id, { lines: linesOf(order, 1) });
      expect(codes(answer)).toEqual(["INVALID_STATE input.orderId"]);
      expect(await returnsOf(order)).toBe(0);
    }
  });

  it.each([0, -1, 1_000, 2_147_483_647])("takes no quantity of %d", async (quantity) => {
    const order = await deliveredOrder(fixture, customer);
    const lines = linesOf(order, 1).map((line) => ({ ...line, quantity }));
    expect(codes(await requestReturn(fixture, customer, order.id, { lines }))).toEqual([
      "INVALID_INPUT input.lines.0.quantity",
    ]);
    expect(await returnsOf(order)).toBe(0);
  });

  it.each([
    ["lines", []],
    ["reason", ""],
    ["reason", "a\0b"],
    ["reason", "x".repeat(501)],
    ["idempotencyKey", ""],
    ["orderId", "no id"],
  ])("takes no %s like %j", async (field, value) => {
    const order = await deliveredOrder(fixture, customer);
    const lines = linesOf(order, 1);
    const answer = await requestReturn(fixture, customer, order.id, { lines, [field]: value });
    expect(codes(answer)).toEqual([`INVALID_INPUT input.${field}`]);
    expect(await returnsOf(order)).toBe(0);
  });
});

describe("deciding on a return", () => {
  it("needs order:return", async () => {
    const order = await deliveredOrder(fixture, customer);
    const made = await requestReturn(fixture, customer, order.id, { lines: linesOf(order, 1) });
    for (const caller of [guest, customer, newCustomer("order:ship", "order:read")]) {
      const deciding = resolveReturn(fixture, made.return?.id, "APPROVE", { caller });
      await expect(deciding).rejects.toThrow();
    }
    expect((await read(order))?.returns).toMatchObject([{ status: "REQUESTED" }]);
  });

  it("is for another person than the buyer, at every step", async () => {
    customer = newCustomer("order:return", "order:ship", "order:read");
    const order = await deliveredOrder(fixture, customer, [1]);
    const made = await requestReturn(fixture, customer, order.id, { lines: linesOf(order, 1) });
    const own = async (decision: "APPROVE" | "REJECT" | "RECEIVED") =>
      codes(await resolveReturn(fixture, made.return?.id, decision, { caller: customer }));
    const refused = ["APPROVER_IS_REQUESTER input.returnId"];
    expect([await own("APPROVE"), await own("REJECT")]).toEqual([refused, refused]);
    await resolveReturn(fixture, made.return?.id, "APPROVE");
    expect(await own("RECEIVED")).toEqual(refused);
    expect(refundsOf(order)).toEqual([]);
    expect((await read(order))?.returns).toMatchObject([{ status: "APPROVED" }]);
  });

  it("may say no, with a word to the buyer, before or after the goods were to come", async () => {
    const order = await deliveredOrder(fixture, customer);
    const made = await requestReturn(fixture, customer, order.id, { lines: linesOf(order, 1) });
    const note = "It was worn.";
    expect(
      (await resolveReturn(fixture, made.return?.id, "REJECT", { note })).return,
    ).toMatchObject({ status: "REJECTED", note, refund: null });
    const approved = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    expect((await resolveReturn(fixture, approved, "REJECT")).return?.status).toBe("REJECTED");
    expect(refundsOf(order)).toEqual([]);
  });

  it("is refused in another state, and for a return that is not there", async () => {
    const order = await deliveredOrder(fixture, customer);
    const made = await requestReturn(fixture, customer, order.id, { lines: linesOf(order, 1) });
    const decide = async (
      returnId: string | undefined,
      decision: "APPROVE" | "REJECT" | "RECEIVED",
      input: Record<string, unknown> = {},
    ) => codes(await resolveReturn(fixture, returnId, decision, input));
    const id = made.return?.id;
    expect(await decide(id, "RECEIVED")).toEqual(["INVALID_STATE input.returnId"]);
    await resolveReturn(fixture, id, "REJECT");
    for (const decision of ["APPROVE", "RECEIVED"] as const) {
      expect(await decide(id, decision)).toEqual(["INVALID_STATE input.returnId"]);
    }
    expect(await decide(newId(), "APPROVE")).toEqual(["NOT_FOUND input.returnId"]);
    expect(await decide("no id", "APPROVE")).toEqual(["INVALID_INPUT input.returnId"]);
    expect(await decide(id, "APPROVE", { restock: true })).toEqual(["INVALID_INPUT input.restock"]);
    expect(await decide(id, "APPROVE", { note: "\n" })).toEqual(["INVALID_INPUT input.note"]);
    const received = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    await resolveReturn(fixture, received, "RECEIVED");
    for (const decision of ["APPROVE", "REJECT"] as const) {
      expect(await decide(received, decision)).toEqual(["INVALID_STATE input.returnId"]);
    }
    expect(await decide(received, "RECEIVED", { restock: true })).toEqual([
      "INVALID_STATE input.returnId",
    ]);
    expect((await read(order))?.returns.map(({ status }) => status)).toEqual([
      "REJECTED",
      "RECEIVED",
    ]);
  });
});

describe("goods that came in", () => {
  it("are paid back, restocked, and REFUNDED once the money went", async () => {
    const order = await deliveredOrder(fixture, customer, [3, 2]);
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 2, 1));
    const answer = await resolveReturn(fixture, id, "RECEIVED", { restock: true });
    expect(answer).toMatchObject({
      userErrors: [],
      return: { status: "RECEIVED", refund: { amountMinor: 3_000 }, refundedAt: null },
    });
    expect(refundsOf(order)).toMatchObject([{ outcome: "ACCEPTED", amountMinor: 3_000 }]);
    expect(await stockEvents(order)).toEqual([
      {
        topic: "stock.returned",
        consumer: "product",
        payload: {
          returnId: id,
          orderId: order.id,
          lines: [
            { skuId: order.skuIds[0], quantity: 2 },
            { skuId: order.skuIds[1], quantity: 1 },
          ],
        },
      },
    ]);
    expect(await deliver(fixture, succeeded(order))).toHaveLength(1);
    expect(await read(order)).toEqual({
      paymentStatus: "PARTIALLY_REFUNDED",
      returns: [{ status: "REFUNDED", refundedAt: "2026-11-22T17:00:00.000Z" }],
    });
    expect((await stateOf(fixture, customer, order.id)).status).toBe("DELIVERED");
  });

  it("that cannot be sold again are paid back all the same", async () => {
    const order = await deliveredOrder(fixture, customer);
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    expect((await resolveReturn(fixture, id, "RECEIVED")).return?.status).toBe("RECEIVED");
    expect([refundsOf(order).length, await stockEvents(order)]).toEqual([1, []]);
  });

  it("are paid back once, however many say that they came in", async () => {
    const order = await deliveredOrder(fixture, customer);
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 2));
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => resolveReturn(fixture, id, "RECEIVED", { restock: true })),
    );
    expect(answers.map((answer) => answer.return?.status)).toEqual(Array(6).fill("RECEIVED"));
    expect([refundsOf(order).length, (await stockEvents(order)).length]).toEqual([1, 1]);
    await deliver(fixture, succeeded(order));
    const again = await resolveReturn(fixture, id, "RECEIVED", { restock: true });
    expect(again.return?.status).toBe("REFUNDED");
    expect(refundsOf(order)).toHaveLength(1);
  });

  it("bring back, return by return, exactly what was paid for the lines, tax and discount included", async () => {
    const couponId = fixture.siblings.addCoupon(customer.id, 100);
    const addressId = fixture.siblings.addAddress(customer.id, { region: "CA" });
    const order = await deliveredOrder(fixture, customer, [3, 1], { couponId, addressId });
    const { data } = await fixture.run<{
      order: Record<"items" | "discount" | "tax" | "shipping" | "total", { amountMinor: number }>;
    }>(
      customer,
      `query ($id: ID!) { order(id: $id) { items { amountMinor } discount { amountMinor }
        tax { amountMinor } shipping { amountMinor } total { amountMinor } } }`,
      { id: order.id },
    );
    expect(data?.order.tax.amountMinor).toBeGreaterThan(0);
    expect(data?.order.discount.amountMinor).toBe(100);
    for (const lines of [
      linesOf(order, 1),
      linesOf(order, 1),
      linesOf(order, 0, 1),
      linesOf(order, 1),
    ]) {
      const id = await approvedReturn(fixture, customer, order.id, lines);
      await resolveReturn(fixture, id, "RECEIVED");
    }
    const refunded = refundsOf(order).reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0);
    const shipping = data?.order.shipping.amountMinor ?? 0;
    expect(shipping).toBeGreaterThan(0);
    expect(refunded).toBe((data?.order.total.amountMinor ?? 0) - shipping);
  });

  it("that cost nothing are REFUNDED at once, and pay is not asked", async () => {
    const couponId = fixture.siblings.addCoupon(customer.id, 1_000);
    const order = await deliveredOrder(fixture, customer, [1], { couponId });
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    expect((await resolveReturn(fixture, id, "RECEIVED", { restock: true })).return).toMatchObject({
      status: "REFUNDED",
      refund: { amountMinor: 0 },
    });
    expect([refundsOf(order), (await stockEvents(order)).length]).toEqual([[], 1]);
  });

  it("of which the money has gone already stay RECEIVED, until pay has some", async () => {
    const order = await deliveredOrder(fixture, customer, [1]);
    const { refunds } = fixture.siblings.payment(order.id) ?? {};
    const amountMinor = order.total.amountMinor;
    const refund = { orderId: order.id, reason: "By hand", refundId: newId(), amountMinor };
    refunds?.set("by hand", { ...refund, outcome: "ACCEPTED" });
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    expect((await resolveReturn(fixture, id, "RECEIVED")).return?.status).toBe("RECEIVED");
    refunds?.clear();
    expect((await resolveReturn(fixture, id, "RECEIVED")).return?.status).toBe("RECEIVED");
    await deliver(fixture, succeeded(order));
    expect((await read(order))?.returns).toMatchObject([{ status: "REFUNDED" }]);
  });

  it("whose refund fails stay RECEIVED, and are paid back when it is asked for again", async () => {
    const order = await deliveredOrder(fixture, customer, [1]);
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    await resolveReturn(fixture, id, "RECEIVED");
    const { payload, ...event } = succeeded(order);
    const { refundId, paymentId, orderId, amountMinor } = payload;
    const failed = { refundId, paymentId, orderId, amountMinor, code: "card_closed" };
    await deliver(fixture, { ...event, topic: "refund.failed", payload: failed });
    expect((await read(order))?.returns).toMatchObject([{ status: "RECEIVED" }]);
    fixture.siblings.payment(order.id)?.refunds.clear();
    await resolveReturn(fixture, id, "RECEIVED");
    expect(refundsOf(order)).toHaveLength(1);
    await deliver(fixture, succeeded(order));
    expect((await read(order))?.returns).toMatchObject([{ status: "REFUNDED" }]);
  });

  it("are REFUNDED by their own refund alone", async () => {
    const order = await deliveredOrder(fixture, customer, [2]);
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    await resolveReturn(fixture, id, "RECEIVED");
    const other = refundedEvent(fixture, order, { amountMinor: 5, refundedMinor: 5 });
    expect(await deliver(fixture, other)).toEqual([other.id]);
    expect((await read(order))?.returns).toMatchObject([{ status: "RECEIVED" }]);
  });

  it("are paid back once by another instance when this one dies after pay was asked", async () => {
    const order = await deliveredOrder(fixture, customer, [1]);
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    const gate = createGate();
    fixture.siblings.after("refundOrder", gate.pass);
    const dying = resolveReturn(fixture, id, "RECEIVED");
    await gate.reached;
    // The result is there before the return knows which refund is its own: the event is left with its sender.
    const early = succeeded(order);
    expect(await deliver(fixture, early)).toEqual([]);
    const stop = await takeOver(fixture);
    await until("the refund is noted", async () => (await deliver(fixture, early)).length === 1);
    expect(await read(order)).toMatchObject({ returns: [{ status: "REFUNDED" }] });
    gate.open();
    await dying;
    await stop();
    expect(refundsOf(order)).toHaveLength(1);
    expect(await read(order)).toMatchObject({ returns: [{ status: "REFUNDED" }] });
  });

  it("are paid back in the background while pay is away", async () => {
    const order = await deliveredOrder(fixture, customer, [1]);
    const id = await approvedReturn(fixture, customer, order.id, linesOf(order, 1));
    const repair = fixture.siblings.breakDown("refundOrder");
    expect((await resolveReturn(fixture, id, "RECEIVED")).return?.status).toBe("RECEIVED");
    expect(refundsOf(order)).toEqual([]);
    repair();
    const stop = await takeOver(fixture);
    await until("pay is asked", () => refundsOf(order).length === 1);
    const isNoted = async () => (await deliver(fixture, succeeded(order))).length === 1;
    await until("the refund is noted", isNoted);
    await stop();
    expect((await read(order))?.returns).toMatchObject([{ status: "REFUNDED" }]);
  });
});
