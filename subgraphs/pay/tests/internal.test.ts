import { eq } from "drizzle-orm";
import { newId } from "@micro-shop/common/ids";
import { recordStatements } from "@micro-shop/common/database/statements";
import { paymentEvents, payments } from "../model/tables";
import {
  close,
  dueOrder,
  orderService,
  pay,
  payBench,
  run,
  signedIn,
  type PayBench,
} from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("internal");
});
afterAll(() => bench.database.close());

const CREATE = `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { paymentId } }`;
const CLOSE = `mutation ($input: ClosePaymentInput!) { closePayment(input: $input) { outcome } }`;

function terms() {
  return {
    orderId: newId(),
    buyerId: newId(),
    amountMinor: 999,
    currency: "EUR",
    expiresAt: new Date(Date.now() + 60_000),
  };
}

function create(input: object, caller = orderService) {
  return run<{ createPayment: { paymentId: string } }>(bench, caller, CREATE, { input });
}

async function statusOf(orderId: string) {
  const [payment] = await bench.database.drizzle
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId));
  return payment?.status ?? null;
}

describe("creating the payment of an order", () => {
  it("makes one that waits for its buyer, in three statements", async () => {
    const input = terms();
    const { value, statements } = await recordStatements(() => create(input));
    expect(statements).toHaveLength(3);
    const { drizzle } = bench.database;
    const id = value.data?.createPayment.paymentId ?? "";
    expect(await drizzle.select().from(payments).where(eq(payments.id, id))).toMatchObject([
      { ...input, status: "CREATED", provider: null, capturedMinor: 0, refundedMinor: 0 },
    ]);
    expect(
      await drizzle.select().from(paymentEvents).where(eq(paymentEvents.paymentId, id)),
    ).toMatchObject([{ kind: "CREATED", amountMinor: 999 }]);
  });

  it("answers the same payment to every repeat, also to those that come at once", async () => {
    const input = terms();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(input)));
    const ids = new Set(answers.map(({ data, codes }) => data?.createPayment.paymentId ?? codes));
    expect([...ids]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(await create(input)).toEqual(answers[0]);
  });

  it("is a fault of the caller when a repeat names other terms", async () => {
    const input = terms();
    await create(input);
    for (const other of [{ amountMinor: 998 }, { currency: "USD" }, { buyerId: newId() }]) {
      expect((await create({ ...input, ...other })).codes).toEqual(["BAD_REQUEST"]);
    }
  });

  it.each([
    ["a negative amount", { amountMinor: -1 }],
    ["an amount beyond all orders", { amountMinor: 1_000_000_000_001 }],
    ["no id of an order", { orderId: "1" }],
    ["no id of a buyer", { buyerId: "1" }],
  ])("takes no %s", async (_what, change) => {
    expect((await create({ ...terms(), ...change })).codes).toEqual(["BAD_REQUEST"]);
  });

  it("is not for clients, whoever they are", async () => {
    const input = terms();
    for (const caller of [{}, signedIn(input.buyerId), signedIn(newId(), "payment:read")]) {
      expect((await create(input, caller)).codes).toEqual(["FORBIDDEN"]);
    }
    expect(await statusOf(input.orderId)).toBeNull();
  });
});

describe("closing the payment of an order", () => {
  it("closes one that waits, once, and nobody can pay it any more", async () => {
    const order = await dueOrder(bench);
    expect(await close(bench, order.orderId)).toBe("CLOSED");
    expect(await close(bench, order.orderId)).toBe("CLOSED");
    expect((await pay(bench, order, {})).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
    const events = await bench.database.drizzle
      .select()
      .from(paymentEvents)
      .where(eq(paymentEvents.paymentId, order.paymentId))
      .orderBy(paymentEvents.id);
    expect(events.map((event) => event.kind)).toEqual(["CREATED", "CLOSED"]);
  });

  it("closes one whose attempt was declined", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_decline" });
    expect(await close(bench, order.orderId)).toBe("CLOSED");
  });

  it("leaves one in flight alone: its money may be on the way", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_never" });
    expect(await close(bench, order.orderId)).toBe("IN_FLIGHT");
    expect(await statusOf(order.orderId)).toBe("IN_FLIGHT");
  });

  it("leaves one that is paid alone", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, {});
    expect(await close(bench, order.orderId)).toBe("CAPTURED");
    expect(await statusOf(order.orderId)).toBe("CAPTURED");
  });

  it.each([
    ["in flight", "tok_never"],
    ["paid", "tok_approve"],
  ])("answers one that is %s to a repeat of its creation all the same", async (_what, token) => {
    const input = terms();
    const first = await create(input);
    const paymentId = first.data?.createPayment.paymentId ?? "";
    await pay(bench, { ...input, paymentId }, { methodToken: token });
    expect(await close(bench, input.orderId)).not.toBe("CLOSED");
    expect(await create(input)).toEqual(first);
  });

  it("of an order that has none makes sure that none comes later", async () => {
    const input = terms();
    expect(await close(bench, input.orderId)).toBe("CLOSED");
    expect((await create(input)).codes).toEqual(["BAD_REQUEST"]);
    expect(await statusOf(input.orderId)).toBeNull();
    expect(await close(bench, input.orderId)).toBe("CLOSED");
  });

  it("refuses a repeated creation from then on", async () => {
    const input = terms();
    await create(input);
    await close(bench, input.orderId);
    expect((await create(input)).codes).toEqual(["BAD_REQUEST"]);
    expect(await statusOf(input.orderId)).toBe("CLOSED");
  });

  it("closes payments that no saga made, such as those of the demo", async () => {
    const { orderId, ...rest } = terms();
    const now = new Date();
    await bench.database.drizzle.insert(payments).values({
      ...rest,
      id: newId(),
      orderId,
      currency: "USD",
      status: "CREATED",
      version: 1,
      capturedMinor: 0,
      refundedMinor: 0,
      createdAt: now,
      updatedAt: now,
    });
    expect(await close(bench, orderId)).toBe("CLOSED");
    expect(await statusOf(orderId)).toBe("CLOSED");
  });

  it("is not for clients", async () => {
    const order = await dueOrder(bench);
    const { codes } = await run(bench, signedIn(order.buyerId), CLOSE, {
      input: { orderId: order.orderId },
    });
    expect(codes).toEqual(["FORBIDDEN"]);
    expect(await statusOf(order.orderId)).toBe("CREATED");
  });
});
