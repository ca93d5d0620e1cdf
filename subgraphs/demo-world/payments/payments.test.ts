import { groupBy } from "../core/groups";
import { byId, describeWorlds, repeated, total } from "../tests/worlds";

describeWorlds("payments", ({ now, user, order: slice, pay }) => {
  const { payments, ledger } = pay;
  const orders = byId(slice.orders);
  const paymentOf = new Map(payments.map((payment) => [payment.orderId, payment]));

  test("every order that was not rejected has exactly one payment of its total", () => {
    expect(repeated(payments.map(({ orderId }) => orderId))).toEqual([]);
    for (const order of slice.orders) {
      const payment = paymentOf.get(order.id);
      expect(payment?.id ?? null).toBe(order.paymentId);
      expect(payment === undefined).toBe(order.status === "REJECTED");
      if (!payment) continue;
      expect(payment).toMatchObject({
        amountMinor: order.totalMinor,
        currency: order.currency,
        userId: order.userId,
      });
    }
  });

  test("from PAID to COMPLETED it is captured in full; it never is otherwise but for a refunded cancel (I3, I4)", () => {
    for (const { orderId, status, capturedMinor, amountMinor, refundedMinor } of payments) {
      const order = orders.get(orderId);
      expect(status === "CAPTURED").toBe(order?.paidAt !== null);
      expect(capturedMinor).toBe(status === "CAPTURED" ? amountMinor : 0);
      if (status === "CAPTURED" && order?.status === "CANCELLED") {
        expect(refundedMinor).toBe(capturedMinor);
      }
    }
  });

  test("a cancelled or expired order has no open payment (I7)", () => {
    for (const { orderId, status } of payments) {
      const order = orders.get(orderId);
      const isOpen = status === "CREATED";
      expect(isOpen).toBe(order?.status === "PENDING_PAYMENT");
    }
  });

  test("what was refunded equals the refund documents and the order's payment status (I3, I5)", () => {
    for (const { orderId, refunds, refundedMinor, capturedMinor } of payments) {
      const done = refunds.filter(({ status }) => status === "SUCCEEDED");
      expect(refundedMinor).toBe(total(done.map(({ amountMinor }) => amountMinor)));
      expect(refundedMinor).toBeLessThanOrEqual(capturedMinor);
      const expected =
        capturedMinor === 0
          ? "UNPAID"
          : refundedMinor === 0
            ? "PAID"
            : refundedMinor === capturedMinor
              ? "REFUNDED"
              : "PARTIALLY_REFUNDED";
      expect(orders.get(orderId)?.paymentStatus).toBe(expected);
    }
  });

  test("refunds are decided by another person than the one who asked", () => {
    const users = byId(user.users);
    const refunds = payments.flatMap((payment) => payment.refunds);
    expect(new Set(refunds.map(({ status }) => status))).toEqual(
      new Set(["REQUESTED", "SUCCEEDED", "REJECTED"]),
    );
    for (const { amountMinor, requestedBy, decidedBy, status, settledAt, createdAt } of refunds) {
      expect(amountMinor).toBeGreaterThan(0);
      expect(settledAt === null).toBe(status === "REQUESTED");
      expect((settledAt ?? now).getTime()).toBeGreaterThan(createdAt.getTime());
      if (requestedBy === null) continue;
      expect(users.get(requestedBy)?.roles).toContain("SUPPORT");
      expect(decidedBy === null).toBe(status === "REQUESTED");
      if (decidedBy) expect(users.get(decidedBy)?.roles).toEqual(["FINANCE"]);
    }
  });

  test("the ledger sums to zero, transaction by transaction (I5)", () => {
    const transactions = groupBy(ledger, ({ transactionId }) => transactionId);
    for (const [, entries] of transactions) {
      expect(entries).toHaveLength(2);
      expect(total(entries.map(({ amountMinor }) => amountMinor))).toBe(0);
    }
    expect(total(ledger.map(({ amountMinor }) => amountMinor))).toBe(0);
  });

  test("the provider's account is captured less refunded, payment by payment", () => {
    const entriesOf = groupBy(
      ledger.filter(({ account }) => account === "PROVIDER_SANDBOX"),
      ({ paymentId }) => paymentId,
    );
    for (const { id, capturedMinor, refundedMinor } of payments) {
      const entries = entriesOf.get(id) ?? [];
      expect(total(entries.map(({ amountMinor }) => amountMinor))).toBe(
        capturedMinor - refundedMinor,
      );
    }
  });

  test("attempts are numbered, and a captured payment has exactly one captured attempt", () => {
    const broken = payments.filter(({ attempts, status, provider }) => {
      const captured = attempts.filter((attempt) => attempt.status === "CAPTURED").length;
      return (
        captured !== (status === "CAPTURED" ? 1 : 0) ||
        (provider === null) !== (attempts.length === 0) ||
        attempts.some(({ number }, index) => number !== index + 1)
      );
    });
    expect(broken).toEqual([]);
    const declined = payments.filter(({ attempts }) => attempts[0]?.status === "DECLINED");
    expect(declined.length).toBeGreaterThan(0);
  });

  test("keys and references at the provider are unique", () => {
    const attempts = payments.flatMap((payment) => payment.attempts);
    const refunds = payments.flatMap((payment) => payment.refunds);
    expect(repeated(attempts.map(({ providerReference }) => providerReference))).toEqual([]);
    expect(repeated(attempts.map(({ idempotencyKey }) => idempotencyKey))).toEqual([]);
    expect(repeated(refunds.flatMap(({ providerReference }) => providerReference ?? []))).toEqual(
      [],
    );
    expect(repeated(refunds.map(({ idempotencyKey }) => idempotencyKey))).toEqual([]);
  });

  test("the events of a payment go forward in time and end in its status", () => {
    const lastKinds = {
      CREATED: ["CREATED", "DECLINED"],
      CAPTURED: ["CAPTURED", "REFUNDED"],
      CLOSED: ["CLOSED"],
    };
    for (const { events, status, createdAt, updatedAt } of payments) {
      const instants = events.map(({ at }) => at.getTime());
      expect(instants).toEqual(instants.toSorted((left, right) => left - right));
      expect([instants[0], instants.at(-1)]).toEqual([createdAt.getTime(), updatedAt.getTime()]);
      expect(lastKinds[status]).toContain(events.at(-1)?.kind);
    }
  });

  test("the money is captured before the order says so", () => {
    for (const { capturedAt, orderId } of payments) {
      const paidAt = orders.get(orderId)?.paidAt;
      if (capturedAt) expect(paidAt?.getTime()).toBeGreaterThan(capturedAt.getTime());
    }
  });
});
