import { eq } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { pollAttempts } from "../logic/pollAttempts";
import { ledgerEntries, outbox, paymentAttempts, paymentEvents, payments } from "../model/tables";
import type { PaymentProvider } from "../providers/provider";
import { close, dueOrder, pay, payBench, run, signedIn, type DueOrder } from "./support";
import type { PayAnswer, PayBench } from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("finish_payment", { captureMode: "MANUAL" });
});
afterAll(() => bench.database.close());

const staff = signedIn(newId(), "payment:capture", "payment:read");

async function finish(
  operation: "capturePayment" | "voidPayment",
  { paymentId }: Pick<DueOrder, "paymentId">,
  { services = bench, idempotencyKey = newId(), caller = staff } = {},
): Promise<PayAnswer> {
  const { data, codes } = await run<Record<string, PayAnswer>>(
    services,
    caller,
    `mutation ($input: FinishPaymentInput!) {
      ${operation}(input: $input) { payment { id status } userErrors { code path } }
    }`,
    { input: { paymentId, idempotencyKey } },
  );
  const answer = data?.[operation];
  if (!answer) throw new Error(codes.join(", "));
  return answer;
}

async function authorized(): Promise<DueOrder> {
  const order = await dueOrder(bench, { amountMinor: 700 });
  expect(await pay(bench, order, {})).toEqual({
    payment: { id: order.paymentId, status: "AUTHORIZED" },
    userErrors: [],
  });
  return order;
}

async function rowsOf({ paymentId, orderId }: DueOrder) {
  const { drizzle } = bench.database;
  const [[payment], [attempt], events, ledger, sent] = await Promise.all([
    drizzle.select().from(payments).where(eq(payments.id, paymentId)),
    drizzle.select().from(paymentAttempts).where(eq(paymentAttempts.paymentId, paymentId)),
    drizzle
      .select()
      .from(paymentEvents)
      .where(eq(paymentEvents.paymentId, paymentId))
      .orderBy(paymentEvents.id),
    drizzle.select().from(ledgerEntries).where(eq(ledgerEntries.paymentId, paymentId)),
    drizzle.select().from(outbox),
  ]);
  return {
    status: payment?.status,
    captured: payment?.capturedMinor,
    attempt: attempt?.status,
    kinds: events.map((event) => event.kind),
    bookings: ledger.map((row) => row.amountMinor).toSorted((one, other) => one - other),
    told: sent.filter((row) => row.payload.includes(orderId)).length,
  };
}

/** The sandbox with some calls replaced. */
function sandboxWith(calls: Partial<PaymentProvider>): PayBench {
  const sandbox = bench.providers.SANDBOX as PaymentProvider;
  return { ...bench, providers: { SANDBOX: { ...sandbox, ...calls } } };
}

/** A poll of what is due within ten seconds. */
async function pollLater(services: PayBench = bench): Promise<void> {
  const restore = useClock({ now: () => new Date(Date.now() + 10_000) });
  try {
    await pollAttempts(services);
  } finally {
    restore();
  }
}

const AUTHORIZED_KINDS = ["CREATED", "SUBMITTED", "AUTHORIZED"];
const CAPTURED = {
  status: "CAPTURED",
  captured: 700,
  attempt: "CAPTURED",
  kinds: [...AUTHORIZED_KINDS, "CAPTURED"],
  bookings: [-700, 700],
  told: 1,
};
const VOIDED = {
  status: "VOIDED",
  captured: 0,
  attempt: "VOIDED",
  kinds: [...AUTHORIZED_KINDS, "VOIDED"],
  bookings: [],
  told: 0,
};

describe("a payment that is only authorised", () => {
  it("moves no money and tells nobody", async () => {
    expect(await rowsOf(await authorized())).toEqual({
      status: "AUTHORIZED",
      captured: 0,
      attempt: "AUTHORIZED",
      kinds: AUTHORIZED_KINDS,
      bookings: [],
      told: 0,
    });
  });

  it("is not paid a second time", async () => {
    const { userErrors } = await pay(bench, await authorized(), {});
    expect(userErrors).toMatchObject([{ code: "ALREADY_PAID" }]);
  });

  it("is captured by staff, once, as any payment is", async () => {
    const order = await authorized();
    const idempotencyKey = newId();
    const captured = { payment: { id: order.paymentId, status: "CAPTURED" }, userErrors: [] };
    expect(await finish("capturePayment", order, { idempotencyKey })).toEqual(captured);
    expect(await finish("capturePayment", order, { idempotencyKey })).toEqual(captured);
    expect(await rowsOf(order)).toEqual(CAPTURED);
  });

  it("is voided by staff, and its order then cannot be paid", async () => {
    const order = await authorized();
    expect((await finish("voidPayment", order)).payment?.status).toBe("VOIDED");
    expect(await rowsOf(order)).toEqual(VOIDED);
    expect((await pay(bench, order, {})).userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
    expect(await close(bench, order.orderId)).toBe("CLOSED");
  });

  it("is captured or voided, whichever comes first of many", async () => {
    const order = await authorized();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        finish(index % 2 === 0 ? "capturePayment" : "voidPayment", order),
      ),
    );
    const refusals = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(refusals).toEqual(Array(9).fill("INVALID_STATE"));
    expect([CAPTURED, VOIDED]).toContainEqual(await rowsOf(order));
  });

  it("is left alone by whoever only ends what is unpaid", async () => {
    const order = await authorized();
    expect(await close(bench, order.orderId)).toBe("IN_FLIGHT");
    await pollLater();
    expect(await rowsOf(order)).toMatchObject({ status: "AUTHORIZED", attempt: "AUTHORIZED" });
    expect((await finish("capturePayment", order)).payment?.status).toBe("CAPTURED");
  });

  it("is let go when its order is given up, at once", async () => {
    const order = await authorized();
    expect(await close(bench, order.orderId, true)).toBe("CLOSED");
    expect(await rowsOf(order)).toEqual(VOIDED);
    expect(await close(bench, order.orderId, true)).toBe("CLOSED");
  });

  it("is let go for good when its order is given up, however long the provider takes", async () => {
    const order = await authorized();
    const down = sandboxWith({ void: () => Promise.reject(new Error("no route")) });
    for (let call = 0; call < 2; call++) {
      expect(await close(down, order.orderId, true)).toBe("VOIDING");
    }
    expect(await close(down, order.orderId)).toBe("IN_FLIGHT");
    expect((await finish("capturePayment", order)).userErrors).toMatchObject([
      { code: "INVALID_STATE" },
    ]);
    await pollLater();
    expect(await rowsOf(order)).toEqual(VOIDED);
    expect(await close(bench, order.orderId, true)).toBe("CLOSED");
  });

  it("is not let go any more once staff has begun to capture it", async () => {
    const order = await authorized();
    const down = sandboxWith({ capture: () => Promise.reject(new Error("no route")) });
    await finish("capturePayment", order, { services: down });
    expect(await close(bench, order.orderId, true)).toBe("IN_FLIGHT");
    await pollLater();
    expect(await rowsOf(order)).toEqual(CAPTURED);
    expect(await close(bench, order.orderId, true)).toBe("CAPTURED");
  });

  it.each([
    ["capturePayment", CAPTURED],
    ["voidPayment", VOIDED],
  ] as const)("is asked about again when the answer to %s got lost", async (operation, end) => {
    const order = await authorized();
    const sandbox = bench.providers.SANDBOX as PaymentProvider;
    const deaf = sandboxWith({
      async capture(name, amount, signal) {
        await sandbox.capture(name, amount, signal);
        throw new Error("connection reset");
      },
      async void(name, signal) {
        await sandbox.void(name, signal);
        throw new Error("connection reset");
      },
    });
    expect((await finish(operation, order, { services: deaf })).payment?.status).toBe("AUTHORIZED");
    await pollLater();
    expect(await rowsOf(order)).toEqual(end);
  });

  it("that the provider has let go by itself is voided, whatever was decided", async () => {
    const order = await authorized();
    const { attempt } = await attemptOf(order);
    const signal = AbortSignal.timeout(5_000);
    await bench.providers.SANDBOX?.void({ key: attempt, reference: null }, signal);
    expect((await finish("capturePayment", order)).payment?.status).toBe("VOIDED");
    expect(await rowsOf(order)).toEqual(VOIDED);
  });
});

describe("what the provider has done to a payment that was only authorised", () => {
  it("taken less than was due is booked as it is, and order hears of it", async () => {
    const order = await authorized();
    const sandbox = bench.providers.SANDBOX as PaymentProvider;
    const stingy = sandboxWith({
      capture: (name, amount, signal) =>
        sandbox.capture(name, { ...amount, amountMinor: 300 }, signal),
    });
    const { payment } = await finish("capturePayment", order, { services: stingy });
    expect(payment?.status).toBe("CAPTURED");
    expect(await rowsOf(order)).toEqual({ ...CAPTURED, captured: 300, bookings: [-300, 300] });
    const [told] = (await bench.database.drizzle.select().from(outbox)).filter(({ payload }) =>
      payload.includes(order.orderId),
    );
    expect(JSON.parse(told?.payload ?? "")).toMatchObject({ amountMinor: 300 });
    expect(await dueOf(order)).toBeNull();
  });

  it.each([
    ["capturePayment", "CREATED", "DECLINED"],
    ["voidPayment", "VOIDED", "VOIDED"],
  ] as const)(
    "declined it after all ends %s, and nobody is asked any more",
    async (operation, status, attempt) => {
      const order = await authorized();
      const declining = sandboxWith({
        capture: async () => ({ outcome: "REFUSED", code: "NOT_AUTHORIZED" }),
        void: async () => ({ outcome: "REFUSED", code: "NOT_AUTHORIZED" }),
        findCharge: async () => ({ outcome: "DECLINED", reference: null, code: "EXPIRED_HOLD" }),
      });
      const { payment } = await finish(operation, order, { services: declining });
      expect(payment?.status).toBe(status);
      expect(await rowsOf(order)).toMatchObject({ status, attempt, captured: 0, bookings: [] });
      expect(await dueOf(order)).toBeNull();
      expect(await close(bench, order.orderId)).toBe("CLOSED");
    },
  );
});

describe("capturing and voiding are refused", () => {
  it("of what is not authorised, and of what does not exist", async () => {
    const waiting = await dueOrder(bench);
    for (const operation of ["capturePayment", "voidPayment"] as const) {
      expect(await finish(operation, waiting)).toEqual({
        payment: null,
        userErrors: [{ code: "INVALID_STATE", path: ["input", "paymentId"] }],
      });
      expect((await finish(operation, { paymentId: newId() })).userErrors).toEqual([
        { code: "NOT_FOUND", path: ["input", "paymentId"] },
      ]);
    }
  });

  it("without payment:capture, to the buyer too", async () => {
    const order = await authorized();
    for (const caller of [signedIn(order.buyerId), signedIn(newId(), "refund:approve")]) {
      await expect(finish("capturePayment", order, { caller })).rejects.toThrow("FORBIDDEN");
      await expect(finish("voidPayment", order, { caller })).rejects.toThrow("FORBIDDEN");
    }
    expect((await rowsOf(order)).attempt).toBe("AUTHORIZED");
  });
});

async function attemptOf({ paymentId }: DueOrder): Promise<{ attempt: string }> {
  const [row] = await bench.database.drizzle
    .select({ attempt: paymentAttempts.id })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId));
  if (!row) throw new Error("no attempt");
  return row;
}

/** When the provider is asked about the attempt of the order; null: never again. */
async function dueOf({ paymentId }: DueOrder): Promise<Date | null | undefined> {
  const [row] = await bench.database.drizzle
    .select({ nextPollAt: paymentAttempts.nextPollAt })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId));
  return row?.nextPollAt;
}
