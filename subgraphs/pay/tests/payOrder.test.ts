import { eq } from "drizzle-orm";
import { newId } from "@micro-shop/common/ids";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { MAX_ATTEMPTS } from "../logic/submitAttempt";
import type { ChargeRequest, ChargeResult, PaymentProvider } from "../providers/provider";
import { outbox, ledgerEntries, paymentAttempts, paymentEvents, payments } from "../model/tables";
import {
  dueOrder,
  impatient,
  pay,
  payBench,
  signedIn,
  type DueOrder,
  type PayBench,
} from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("pay_order");
});
afterAll(() => bench.database.close());

/** The sandbox with this call replaced. */
function sandboxWith(charge: (request: ChargeRequest) => Promise<ChargeResult>): PayBench {
  const sandbox = bench.providers.SANDBOX as PaymentProvider;
  return { ...bench, providers: { SANDBOX: { ...sandbox, charge } } };
}

async function rowsOf({ paymentId }: DueOrder) {
  const { drizzle } = bench.database;
  const [[payment], attempts, events, ledger, sent] = await Promise.all([
    drizzle.select().from(payments).where(eq(payments.id, paymentId)),
    drizzle
      .select()
      .from(paymentAttempts)
      .where(eq(paymentAttempts.paymentId, paymentId))
      .orderBy(paymentAttempts.number),
    drizzle
      .select()
      .from(paymentEvents)
      .where(eq(paymentEvents.paymentId, paymentId))
      .orderBy(paymentEvents.id),
    drizzle.select().from(ledgerEntries).where(eq(ledgerEntries.paymentId, paymentId)),
    drizzle.select().from(outbox),
  ]);
  if (!payment) throw new Error("no payment");
  return {
    payment,
    attempts,
    kinds: events.map((event) => event.kind),
    ledger,
    captures: sent
      .map((row) => JSON.parse(row.payload) as { paymentId: string })
      .filter((payload) => payload.paymentId === paymentId),
  };
}

describe("paying an order", () => {
  it("captures the amount due and books, records and announces it together", async () => {
    const order = await dueOrder(bench, { amountMinor: 4_200 });
    const { payment, userErrors } = await pay(bench, order, { methodToken: "tok_approve" });
    expect(userErrors).toEqual([]);
    expect(payment).toEqual({ id: order.paymentId, status: "CAPTURED" });
    const rows = await rowsOf(order);
    expect(rows.payment).toMatchObject({
      status: "CAPTURED",
      provider: "SANDBOX",
      capturedMinor: 4_200,
      refundedMinor: 0,
      version: 3,
    });
    expect(rows.attempts).toMatchObject([
      { number: 1, status: "CAPTURED", nextPollAt: null, declineCode: null },
    ]);
    expect(rows.kinds).toEqual(["CREATED", "SUBMITTED", "CAPTURED"]);
    expect(new Map(rows.ledger.map((row) => [row.account, row.amountMinor]))).toEqual(
      new Map([
        ["PROVIDER_SANDBOX", 4_200],
        ["CUSTOMER_ORDERS", -4_200],
      ]),
    );
    expect(rows.captures).toEqual([
      {
        paymentId: order.paymentId,
        orderId: order.orderId,
        amountMinor: 4_200,
        currency: "USD",
        capturedAt: rows.payment.capturedAt?.toISOString(),
      },
    ]);
  });

  it("captures nothing of an order that costs nothing, and pays it all the same", async () => {
    const order = await dueOrder(bench, { amountMinor: 0 });
    expect((await pay(bench, order, {})).payment?.status).toBe("CAPTURED");
    expect((await rowsOf(order)).ledger.map((row) => row.amountMinor)).toEqual([0, 0]);
  });

  it("that the provider declines may be tried again", async () => {
    const order = await dueOrder(bench);
    const declined = await pay(bench, order, { methodToken: "tok_decline" });
    expect(declined).toEqual({
      payment: { id: order.paymentId, status: "CREATED" },
      userErrors: [{ code: "DECLINED", path: ["input", "methodToken"] }],
    });
    const rows = await rowsOf(order);
    expect(rows.attempts).toMatchObject([{ status: "DECLINED", declineCode: "CARD_DECLINED" }]);
    expect(rows.kinds).toEqual(["CREATED", "SUBMITTED", "DECLINED"]);
    expect([rows.ledger, rows.captures]).toEqual([[], []]);

    expect((await pay(bench, order, { methodToken: "tok_approve" })).payment?.status).toBe(
      "CAPTURED",
    );
    expect((await rowsOf(order)).attempts).toMatchObject([
      { number: 1, status: "DECLINED" },
      { number: 2, status: "CAPTURED" },
    ]);
  });

  it.each(["tok_never", "tok_slow_60000"])(
    "with a late result is in flight: %s",
    async (methodToken) => {
      const order = await dueOrder(bench);
      const { payment, userErrors } = await pay(bench, order, { methodToken });
      expect([payment?.status, userErrors]).toEqual(["IN_FLIGHT", []]);
      const rows = await rowsOf(order);
      expect(rows.attempts).toMatchObject([
        { status: "IN_FLIGHT", providerReference: expect.stringMatching(/^sandbox_/) },
      ]);
      expect(rows.ledger).toEqual([]);
    },
  );

  it("whose answer gets lost is in flight, neither paid nor declined", async () => {
    const order = await dueOrder(bench);
    const { payment, userErrors } = await pay(impatient(bench), order, {
      methodToken: "tok_unknown",
    });
    expect([payment?.status, userErrors]).toEqual(["IN_FLIGHT", []]);
  });

  it("whose provider fails is in flight: what happened at the other end is not known", async () => {
    const order = await dueOrder(bench);
    const failing = sandboxWith(() => Promise.reject(new Error("connection reset")));
    const { payment, userErrors } = await pay(failing, order, {});
    expect([payment?.status, userErrors]).toEqual(["IN_FLIGHT", []]);
  });

  it("asks the provider outside any transaction", async () => {
    const order = await dueOrder(bench);
    const single = sandboxWith(async () => {
      // Were the payment's row locked, this would wait for the lock and fail.
      await inTransaction(
        bench.database,
        (transaction) =>
          transaction
            .select()
            .from(payments)
            .where(eq(payments.id, order.paymentId))
            .for("update", { noWait: true }),
        { attempts: 1 },
      );
      return { outcome: "APPROVED", reference: newId(), capturedMinor: 12_345 };
    });
    expect((await pay(single, order, {})).payment?.status).toBe("CAPTURED");
  });
});

describe("paying is refused", () => {
  it("to anybody but the buyer, staff included, as if there were no such order", async () => {
    const order = await dueOrder(bench);
    for (const caller of [signedIn(), signedIn(newId(), "payment:read")]) {
      const { payment, userErrors } = await pay(bench, order, {}, caller);
      expect(payment).toBeNull();
      expect(userErrors).toEqual([{ code: "NOT_FOUND", path: ["input", "orderId"] }]);
    }
    expect((await rowsOf(order)).payment.status).toBe("CREATED");
  });

  it("for an order without a payment", async () => {
    const order = { orderId: newId(), buyerId: newId(), paymentId: newId() };
    expect((await pay(bench, order, {})).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
  });

  it("without signing in", async () => {
    const order = await dueOrder(bench);
    await expect(pay(bench, order, {}, {})).rejects.toThrow("UNAUTHENTICATED");
  });

  it("once it has been paid, and while a result is awaited", async () => {
    const paid = await dueOrder(bench);
    await pay(bench, paid, {});
    const waiting = await dueOrder(bench);
    await pay(bench, waiting, { methodToken: "tok_never" });
    for (const order of [paid, waiting]) {
      const { payment, userErrors } = await pay(bench, order, {});
      expect(payment).toBeNull();
      expect(userErrors).toMatchObject([{ code: "ALREADY_PAID" }]);
      expect((await rowsOf(order)).attempts).toHaveLength(1);
    }
  });

  it("after its time is over", async () => {
    const order = await dueOrder(bench, { expiresAt: new Date(Date.now() - 1) });
    expect((await pay(bench, order, {})).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
    expect((await rowsOf(order)).payment).toMatchObject({ status: "CREATED", version: 1 });
  });

  it("after 20 attempts that were declined", async () => {
    const order = await dueOrder(bench);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const { userErrors } = await pay(bench, order, { methodToken: "tok_decline" });
      expect(userErrors).toMatchObject([{ code: "DECLINED" }]);
    }
    expect((await pay(bench, order, {})).userErrors).toMatchObject([{ code: "LIMIT_REACHED" }]);
    expect((await rowsOf(order)).payment.status).toBe("CREATED");
  });

  it("with a provider that is not set up", async () => {
    const order = await dueOrder(bench);
    expect((await pay(bench, order, { provider: "STRIPE" })).userErrors).toEqual([
      { code: "PROVIDER_UNAVAILABLE", path: ["input", "provider"] },
    ]);
  });

  it.each(["tok_nonsense", "tok_slow_60001", "", null])(
    "with a token the provider does not know: %j",
    async (methodToken) => {
      const order = await dueOrder(bench);
      const { userErrors } = await pay(bench, order, { methodToken });
      expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", path: ["input", "methodToken"] }]);
      expect((await rowsOf(order)).payment.status).toBe("CREATED");
    },
  );

  it("with a token for a wallet, whose buyer confirms on its page", async () => {
    const order = await dueOrder(bench);
    expect((await pay(bench, order, { provider: "REDIRECT" })).userErrors).toMatchObject([
      { code: "INVALID_INPUT", path: ["input", "methodToken"] },
    ]);
  });

  it.each([
    ["orderId", { orderId: "42" }],
    ["idempotencyKey", { idempotencyKey: "" }],
    ["idempotencyKey", { idempotencyKey: "k".repeat(256) }],
    ["methodToken", { methodToken: "t".repeat(256) }],
  ])("with a malformed %s", async (field, input) => {
    const order = await dueOrder(bench);
    expect((await pay(bench, order, input)).userErrors).toMatchObject([
      { code: "INVALID_INPUT", path: ["input", field] },
    ]);
  });
});

describe("the idempotency key of paying", () => {
  it("gives the same payment without asking the provider again", async () => {
    const order = await dueOrder(bench);
    const idempotencyKey = newId();
    const first = await pay(bench, order, { idempotencyKey });
    expect(await pay(bench, order, { idempotencyKey })).toEqual(first);
    expect((await rowsOf(order)).attempts).toHaveLength(1);
  });

  it("gives the same refusal by the provider", async () => {
    const order = await dueOrder(bench);
    const input = { idempotencyKey: newId(), methodToken: "tok_decline" };
    const first = await pay(bench, order, input);
    expect(await pay(bench, order, input)).toEqual(first);
    expect((await rowsOf(order)).attempts).toHaveLength(1);
  });

  it("stays with what it was used for, also when the order has been paid since", async () => {
    const order = await dueOrder(bench);
    const declined = { idempotencyKey: newId(), methodToken: "tok_decline" };
    await pay(bench, order, declined);
    await pay(bench, order, {});
    expect(await pay(bench, order, declined)).toMatchObject({
      payment: { status: "CAPTURED" },
      userErrors: [{ code: "DECLINED" }],
    });
  });

  it("is refused with another input", async () => {
    const order = await dueOrder(bench);
    const idempotencyKey = newId();
    await pay(bench, order, { idempotencyKey });
    const other = { ...(await dueOrder(bench)), buyerId: order.buyerId };
    await bench.database.drizzle
      .update(payments)
      .set({ buyerId: order.buyerId })
      .where(eq(payments.id, other.paymentId));
    const reused = [{ code: "IDEMPOTENCY_KEY_REUSED", path: ["input", "idempotencyKey"] }];
    expect((await pay(bench, other, { idempotencyKey })).userErrors).toEqual(reused);
    const token = { idempotencyKey, methodToken: "tok_decline" };
    expect((await pay(bench, order, token)).userErrors).toEqual(reused);
    expect((await rowsOf(other)).payment.status).toBe("CREATED");
  });

  it("of one person is nothing to another", async () => {
    const idempotencyKey = newId();
    for (const order of [await dueOrder(bench), await dueOrder(bench)]) {
      expect((await pay(bench, order, { idempotencyKey })).payment?.status).toBe("CAPTURED");
    }
  });
});
