import { eq } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { runAsRequest } from "@micro-shop/common/database/statements";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { createGate } from "@micro-shop/common/testing/gate";
import type { PayServices } from "../context";
import { chargeAttempt } from "../logic/chargeAttempt";
import { pollAttempts } from "../logic/pollAttempts";
import { paymentAttempts, payments, sandboxCharges } from "../model/tables";
import type { ChargeRequest, PaymentProvider } from "../providers/provider";
import { close, dueOrder, impatient, pay, payBench, type DueOrder, type PayBench } from "./support";

let bench: PayBench;
let passedMs = 0;
let restoreClock: () => void;

beforeAll(async () => {
  bench = await payBench("late_results");
});
beforeEach(() => {
  passedMs = 0;
  restoreClock = useClock({ now: () => new Date(Date.now() + passedMs) });
});
afterEach(async () => {
  restoreClock();
  // What one test leaves waiting would be polled by the next.
  await bench.database.drizzle.update(paymentAttempts).set({ nextPollAt: null });
});
afterAll(() => bench.database.close());

function passSeconds(seconds: number): void {
  passedMs += seconds * 1000;
}

async function statusOf({ paymentId }: DueOrder) {
  const [row] = await bench.database.drizzle
    .select({ status: payments.status })
    .from(payments)
    .where(eq(payments.id, paymentId));
  return row?.status;
}

async function chargesOf({ paymentId }: DueOrder) {
  return bench.database.drizzle
    .select({ status: sandboxCharges.status, reference: sandboxCharges.reference })
    .from(sandboxCharges)
    .innerJoin(paymentAttempts, eq(paymentAttempts.providerReference, sandboxCharges.reference))
    .where(eq(paymentAttempts.paymentId, paymentId));
}

/** The sandbox with some calls replaced. */
function sandboxWith(calls: Partial<PaymentProvider>): PayServices {
  const sandbox = bench.providers.SANDBOX as PaymentProvider;
  return { ...bench, providers: { SANDBOX: { ...sandbox, ...calls } } };
}

it("writes a provider's answer down although the buyer has left meanwhile", async () => {
  const order = await dueOrder(bench);
  await pay(impatient(bench), order, { methodToken: "tok_unknown" });
  const [attempt] = await bench.database.drizzle
    .select({ id: paymentAttempts.id })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, order.paymentId));
  const left = new AbortController();
  const slow = sandboxWith({
    async charge() {
      left.abort();
      return { outcome: "APPROVED", reference: `late_${attempt?.id}`, capturedMinor: 12_345 };
    },
  });
  const deadline = startDeadline(10_000, left.signal);
  await runAsRequest(deadline, () => chargeAttempt(slow, attempt?.id ?? "", deadline));
  expect(await statusOf(order)).toBe("CAPTURED");
});

describe("polling the provider", () => {
  it("finds out that a charge whose answer got lost was captured", async () => {
    const order = await dueOrder(bench);
    expect(
      (await pay(impatient(bench), order, { methodToken: "tok_unknown" })).payment?.status,
    ).toBe("IN_FLIGHT");
    expect(await pollAttempts(bench)).toBe(0);
    passSeconds(6);
    expect(await pollAttempts(bench)).toBe(1);
    expect(await statusOf(order)).toBe("CAPTURED");
    expect(await pollAttempts(bench)).toBe(0);
  });

  it("charges now, under the same key, what never reached the provider", async () => {
    const order = await dueOrder(bench);
    const crashed = sandboxWith({ charge: () => Promise.reject(new Error("killed")) });
    await pay(crashed, order, { methodToken: "tok_approve" });
    passSeconds(6);
    await pollAttempts(bench);
    expect(await statusOf(order)).toBe("CAPTURED");
    expect(await chargesOf(order)).toHaveLength(1);
  });

  it("never charges what did not reach the provider in time, and declines it once it cannot be on its way", async () => {
    const order = await dueOrder(bench, { expiresAt: new Date(Date.now() + 60_000) });
    const crashed = sandboxWith({ charge: () => Promise.reject(new Error("killed")) });
    await pay(crashed, order, {});
    passSeconds(61);
    await pollAttempts(bench);
    // The call may have been made a moment before the time was over, by whoever died.
    expect(await statusOf(order)).toBe("IN_FLIGHT");
    passSeconds(86_400);
    await pollAttempts(bench);
    expect(await statusOf(order)).toBe("CREATED");
    const [attempt] = await bench.database.drizzle
      .select()
      .from(paymentAttempts)
      .where(eq(paymentAttempts.paymentId, order.paymentId));
    expect(attempt).toMatchObject({ status: "DECLINED", declineCode: "EXPIRED" });
    const charges = await bench.database.drizzle
      .select()
      .from(sandboxCharges)
      .where(eq(sandboxCharges.chargeKey, attempt?.id ?? ""));
    expect(charges).toEqual([]);
    expect(await close(bench, order.orderId)).toBe("CLOSED");
  });

  it("finds what reached the provider in time, however late it looks", async () => {
    const order = await dueOrder(bench, { expiresAt: new Date(Date.now() + 60_000) });
    await pay(impatient(bench), order, { methodToken: "tok_unknown" });
    passSeconds(86_400);
    await pollAttempts(bench);
    expect(await statusOf(order)).toBe("CAPTURED");
  });

  it("gives the payment back when what never reached the provider is declined now", async () => {
    const order = await dueOrder(bench);
    const crashed = sandboxWith({ charge: () => Promise.reject(new Error("killed")) });
    await pay(crashed, order, { methodToken: "tok_decline" });
    passSeconds(6);
    await pollAttempts(bench);
    expect(await statusOf(order)).toBe("CREATED");
  });

  it("charges once when the provider got the charge but we died before its answer", async () => {
    const order = await dueOrder(bench);
    const sandbox = bench.providers.SANDBOX as PaymentProvider;
    const crashed = sandboxWith({
      async charge(request: ChargeRequest, signal: AbortSignal) {
        await sandbox.charge(request, signal);
        throw new Error("killed");
      },
    });
    await pay(crashed, order, {});
    // A second call with the key, as a poll makes it that overtakes the first, is the same charge too.
    const forgetful = sandboxWith({ findCharge: async () => null });
    passSeconds(6);
    await pollAttempts(forgetful);
    expect(await statusOf(order)).toBe("CAPTURED");
    expect(await chargesOf(order)).toHaveLength(1);
  });

  it("leaves what never comes in flight, and asks less and less often", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_never" });
    const pauses: number[] = [];
    for (let second = 0; second < 400; second += 10) {
      passSeconds(10);
      if ((await pollAttempts(bench)) > 0) pauses.push(second);
    }
    expect(await statusOf(order)).toBe("IN_FLIGHT");
    expect(pauses).toHaveLength(3);
  });

  it("goes on while the provider cannot be reached", async () => {
    const order = await dueOrder(bench);
    await pay(impatient(bench), order, { methodToken: "tok_unknown" });
    const down = sandboxWith({ findCharge: () => Promise.reject(new Error("no route")) });
    passSeconds(6);
    expect(await pollAttempts(down)).toBe(1);
    expect(await statusOf(order)).toBe("IN_FLIGHT");
    expect(await pollAttempts(bench)).toBe(0);
    passSeconds(11);
    expect(await pollAttempts(bench)).toBe(1);
    expect(await statusOf(order)).toBe("CAPTURED");
  });

  it("asks about all that is due, and is not held up by a slow answer", async () => {
    const never = { methodToken: "tok_never" };
    const orders = await Promise.all(
      Array.from({ length: 45 }, async () => {
        const order = await dueOrder(bench);
        await pay(bench, order, never);
        return order;
      }),
    );
    const [slow] = orders;
    const [attempt] = await bench.database.drizzle
      .select({ id: paymentAttempts.id })
      .from(paymentAttempts)
      .where(eq(paymentAttempts.paymentId, slow?.paymentId ?? ""));
    let asked = 0;
    const answers = createGate();
    const services = sandboxWith({
      async findCharge({ key }) {
        if (key === attempt?.id) await answers.pass();
        else if (++asked === 44) answers.open();
        return { outcome: "UNKNOWN" };
      },
    });
    passSeconds(31);
    expect(await pollAttempts(services)).toBe(45);
    expect(asked).toBe(44);
  });

  it("leaves an attempt to whoever asks about it, however patient that is", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_never" });
    const patient = {
      ...sandboxWith({ findCharge: async () => ({ outcome: "UNKNOWN" }) }),
      providerTimeoutMs: 30_000,
    };
    passSeconds(31);
    expect(await pollAttempts(patient)).toBe(1);
    passSeconds(60);
    expect(await pollAttempts(patient)).toBe(0);
    passSeconds(6);
    expect(await pollAttempts(patient)).toBe(1);
  });

  it("takes nothing more once the service stops", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_never" });
    passSeconds(31);
    expect(await pollAttempts(bench, AbortSignal.abort())).toBe(0);
  });

  it("does not fail on a provider that is no longer set up", async () => {
    const order = await dueOrder(bench);
    await pay(impatient(bench), order, { methodToken: "tok_unknown" });
    passSeconds(6);
    expect(await pollAttempts({ ...bench, providers: {} })).toBe(1);
    expect(await statusOf(order)).toBe("IN_FLIGHT");
  });

  it("is shared by instances: each attempt is asked about by one of them", async () => {
    await Promise.all(
      Array.from({ length: 10 }, async () =>
        pay(bench, await dueOrder(bench), { methodToken: "tok_never" }),
      ),
    );
    passSeconds(31);
    const asked = await Promise.all([pollAttempts(bench), pollAttempts(bench)]);
    expect(asked[0] + asked[1]).toBe(10);
  });
});
