import { eq } from "drizzle-orm";
import { clock, useClock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { openRepairWork } from "../logic/openRepairWork";
import { reconcile } from "../logic/reconcile";
import { insertWebhookEvent } from "../model/webhookEvents";
import {
  ledgerEntries,
  paymentAttempts,
  payments,
  reconciliations,
  refunds,
  repairWork,
} from "../model/tables";
import {
  finance,
  granted,
  paidOrder,
  sendAll,
  stateOf,
  support,
  withProvider,
} from "./refundSupport";
import { dueOrder, pay, payBench, run, signedIn, type DueOrder, type PayBench } from "./support";

const HOUR_MS = 3_600_000;

let bench: PayBench;
let passedMs = 0;
let restoreClock: () => void;

beforeAll(async () => {
  bench = await payBench("reconcile");
});
beforeEach(async () => {
  restoreClock = useClock({ now: () => new Date(Date.now() + passedMs) });
  // Each test has an hour of its own, in whose last days nothing of the other tests lies.
  passedMs += 100 * HOUR_MS;
});
afterEach(() => restoreClock());
afterAll(() => bench.database.close());

/** The provider's word on each refund is the one in our books, so that a test changes what it is about. */
function honest(services: PayBench): PayBench {
  return withProvider(services, {
    findRefund: async ({ key }) => ({ outcome: "SUCCEEDED", reference: `back_${key}` }),
  });
}

async function attemptOf({ paymentId }: DueOrder) {
  const [attempt] = await bench.database.drizzle
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId));
  if (!attempt) throw new Error("no attempt");
  return attempt;
}

describe("the reconciliation", () => {
  it("finds nothing where provider, payments and ledger agree", async () => {
    const order = await paidOrder(bench);
    await granted(bench, order, 100);
    await sendAll(bench);
    const expiresAt = new Date(clock.now().getTime() + HOUR_MS);
    await pay(bench, await dueOrder(bench, { expiresAt }), { methodToken: "tok_decline" });
    // Two attempts, a refund; three payments' own books, one of them twice.
    expect(await reconcile(honest(bench))).toEqual({ compared: 6, unanswered: 0, differing: 0 });
    expect((await stateOf(bench, order)).repairWork).toEqual([]);
  });

  it("is done once an hour, by one instance, and leaves a row", async () => {
    await paidOrder(bench);
    const services = honest(bench);
    const outcomes = await Promise.all([1, 2, 3].map(() => reconcile(services)));
    expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    const rows = await bench.database.drizzle.select().from(reconciliations);
    expect(rows.at(-1)).toMatchObject({ compared: 2, differing: 0, finishedAt: expect.any(Date) });
  });

  it("asks about a result once at first, and again after a day and three days", async () => {
    await paidOrder(bench);
    // Comparisons overlap by a little less.
    passedMs += HOUR_MS / 4;
    const services = honest(bench);
    const comparedAfter: number[] = [];
    for (let hour = 0; hour < 80; hour++) {
      if (((await reconcile(services))?.compared ?? 0) > 0) comparedAfter.push(hour);
      passedMs += HOUR_MS;
    }
    expect(comparedAfter).toEqual([0, 24, 71]);
  });

  it("is made up for later where the service stopped meanwhile", async () => {
    await paidOrder(bench);
    const services = honest(bench);
    expect(await reconcile(services, AbortSignal.abort())).toBeNull();
    expect(await reconcile(services)).toBeNull();
    passedMs += HOUR_MS;
    expect(await reconcile(services)).toMatchObject({ compared: 2 });
  });

  it("looks three days back, page by page", async () => {
    const orders = await Promise.all(Array.from({ length: 10 }, () => paidOrder(bench)));
    const asked: string[] = [];
    const services = withProvider(bench, {
      findCharge: async ({ key }) => {
        asked.push(key);
        return null;
      },
    });
    expect(await reconcile(services)).toEqual({ compared: 20, unanswered: 0, differing: 10 });
    const ids = await Promise.all(orders.map(async (order) => (await attemptOf(order)).id));
    expect(asked.toSorted()).toEqual(ids.toSorted());
    passedMs += 73 * HOUR_MS;
    expect(await reconcile(services)).toMatchObject({ compared: 0 });
  });

  it("makes a charge that the provider denies one piece of work, and edits nothing", async () => {
    const order = await paidOrder(bench, 700);
    const denying = withProvider(honest(bench), { findCharge: async () => null });
    const before = await stateOf(bench, order);
    await reconcile(denying);
    passedMs += 24 * HOUR_MS;
    expect(await reconcile(denying)).toMatchObject({ differing: 1 });
    const { id } = await attemptOf(order);
    expect(await stateOf(bench, order)).toEqual({
      ...before,
      repairWork: [
        {
          kind: "CHARGE_MISMATCH",
          subjectId: id,
          found: "The provider says nothing of it and 0 captured, our books say CAPTURED and 700.",
        },
      ],
    });
  });

  it("finds a refund of which the provider says another thing", async () => {
    const order = await paidOrder(bench);
    const id = await granted(bench, order);
    await sendAll(bench);
    const services = withProvider(bench, {
      findRefund: async () => ({ outcome: "FAILED", reference: null, code: "NO" }),
    });
    await reconcile(services);
    expect((await stateOf(bench, order)).repairWork).toMatchObject([
      { kind: "REFUND_MISMATCH", subjectId: id },
    ]);
  });

  it.each(["a booking that is missing", "a sum of refunds that no refund explains"])(
    "finds %s",
    async (what) => {
      const order = await paidOrder(bench, 500);
      const { drizzle } = bench.database;
      if (what.startsWith("a booking")) {
        await drizzle.delete(ledgerEntries).where(eq(ledgerEntries.paymentId, order.paymentId));
      } else {
        await drizzle
          .update(payments)
          .set({ refundedMinor: 5 })
          .where(eq(payments.id, order.paymentId));
      }
      await reconcile(honest(bench));
      expect((await stateOf(bench, order)).repairWork).toMatchObject([
        { kind: "BOOKS_MISMATCH", subjectId: order.paymentId },
      ]);
    },
  );

  it("finds money that was captured for a payment that does not wait for any", async () => {
    const expiresAt = new Date(clock.now().getTime() + HOUR_MS);
    const order = await dueOrder(bench, { expiresAt });
    await pay(bench, order, { methodToken: "tok_never" });
    const ofOrder = eq(payments.id, order.paymentId);
    await bench.database.drizzle.update(payments).set({ status: "CLOSED" }).where(ofOrder);
    const captured = { outcome: "APPROVED", reference: "late", capturedMinor: 12_345 } as const;
    await reconcile(withProvider(bench, { findCharge: async () => captured }));
    await bench.database.drizzle.update(payments).set({ status: "IN_FLIGHT" }).where(ofOrder);
    expect((await stateOf(bench, order)).repairWork).toMatchObject([
      { kind: "CAPTURE_UNMATCHED", found: expect.stringContaining("12345 captured") },
    ]);
  });

  it("holds nothing against a provider that does not answer, and asks again an hour later", async () => {
    const order = await paidOrder(bench);
    const down = withProvider(bench, { findCharge: () => Promise.reject(new Error("no route")) });
    expect(await reconcile(down)).toEqual({ compared: 2, unanswered: 1, differing: 0 });
    passedMs += HOUR_MS;
    const unsure = withProvider(bench, { findCharge: async () => ({ outcome: "UNKNOWN" }) });
    expect(await reconcile(unsure)).toMatchObject({ unanswered: 1 });
    passedMs += HOUR_MS;
    expect(await reconcile({ ...bench, providers: {} })).toMatchObject({ unanswered: 1 });
    passedMs += HOUR_MS;
    expect(await reconcile(honest(bench))).toMatchObject({ unanswered: 0, differing: 0 });
    expect((await stateOf(bench, order)).repairWork).toEqual([]);
  });

  it("leaves requests that were rejected alone", async () => {
    const order = await paidOrder(bench);
    await bench.database.drizzle.insert(refunds).values({
      id: newId(),
      paymentId: order.paymentId,
      amountMinor: 1,
      currency: "USD",
      status: "REJECTED",
      idempotencyKey: newId(),
      createdAt: new Date(),
      settledAt: new Date(Date.now() + passedMs),
    });
    expect(await reconcile(withProvider(bench, { findRefund: async () => null }))).toMatchObject({
      differing: 0,
    });
  });
});

interface WorkPage {
  readonly repairWork: {
    readonly edges: readonly { readonly cursor: string; readonly node: WorkNode }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount?: number;
  };
}

interface WorkNode {
  readonly id: string;
  readonly note: string | null;
  readonly resolvedBy: string | null;
}

const WORK = `query ($first: Int!, $after: String, $filter: RepairWorkFilter) {
  repairWork(first: $first, after: $after, filter: $filter) {
    edges { cursor node {
      id kind found subjectId openedAt resolvedAt resolvedBy note payment { id amount { amountMinor } }
    } }
    pageInfo { hasNextPage endCursor } totalCount
  }
}`;
const RESOLVE = `mutation ($input: ResolveRepairWorkInput!) {
  resolveRepairWork(input: $input) { repairWork { id note resolvedBy } userErrors { code path } }
}`;

describe("repair work", () => {
  const list = async (variables: object = {}, caller = support) =>
    (await run<WorkPage>(bench, caller, WORK, { first: 100, ...variables })).data?.repairWork;
  const resolve = (id: string, note: string, caller = finance) =>
    run<{ resolveRepairWork: { repairWork: WorkNode; userErrors: { code: string }[] } | null }>(
      bench,
      caller,
      RESOLVE,
      { input: { id, note } },
    );

  beforeAll(async () => {
    await bench.database.drizzle.delete(repairWork);
  });

  it("is listed to staff, the newest first, and settled by finance, once", async () => {
    const orders = await Promise.all([1, 2, 3].map(() => paidOrder(bench, 300)));
    await reconcile(withProvider(bench, { findCharge: async () => null }));
    const all = await list();
    expect(all?.totalCount).toBe(3);
    expect(all?.edges.map(({ node }) => node.id)).toEqual(
      all?.edges
        .map(({ node }) => node.id)
        .toSorted()
        .toReversed(),
    );
    expect(all?.edges[0]?.node).toMatchObject({
      kind: "CHARGE_MISMATCH",
      payment: { id: expect.any(String), amount: { amountMinor: 300 } },
      resolvedAt: null,
      resolvedBy: null,
      note: null,
    });
    const first = await list({ first: 2 });
    expect(first?.pageInfo.hasNextPage).toBe(true);
    const second = await list({ first: 2, after: first?.pageInfo.endCursor });
    expect([...(first?.edges ?? []), ...(second?.edges ?? [])]).toEqual(all?.edges);

    const id = all?.edges[1]?.node.id ?? "";
    const settled = { id, note: "Sent by hand.", resolvedBy: finance.user?.id };
    for (let repeat = 0; repeat < 2; repeat++) {
      expect((await resolve(id, "Sent by hand.")).data).toEqual({
        resolveRepairWork: { repairWork: settled, userErrors: [] },
      });
    }
    expect((await resolve(id, "Another note")).data).toMatchObject({
      resolveRepairWork: { repairWork: null, userErrors: [{ code: "INVALID_STATE" }] },
    });
    expect((await list({ filter: { isOpen: true } }))?.totalCount).toBe(2);
    expect((await list({ filter: { isOpen: false } }))?.edges).toMatchObject([{ node: settled }]);
    expect(orders).toHaveLength(3);
  });

  it("is refused for what there is not, and without a word of how", async () => {
    expect((await resolve(newId(), "x")).data).toMatchObject({
      resolveRepairWork: { userErrors: [{ code: "NOT_FOUND", path: ["input", "id"] }] },
    });
    for (const note of ["", " ", "two\nlines", "x".repeat(501)]) {
      expect((await resolve(newId(), note)).data).toMatchObject({
        resolveRepairWork: { userErrors: [{ code: "INVALID_INPUT", path: ["input", "note"] }] },
      });
    }
  });

  it("needs payment:read to be seen and refund:approve to be settled", async () => {
    const stranger = signedIn(newId(), "refund:approve");
    expect((await run(bench, stranger, WORK, { first: 1 })).codes).toEqual(["FORBIDDEN"]);
    expect((await run(bench, {}, WORK, { first: 1 })).codes).toEqual(["UNAUTHENTICATED"]);
    expect((await resolve(newId(), "x", support)).codes).toEqual(["FORBIDDEN"]);
    expect((await resolve(newId(), "x", {})).codes).toEqual(["UNAUTHENTICATED"]);
  });
});

it("a finding or a notice that cannot be written down is a fault, and no repeat", async () => {
  const { drizzle } = bench.database;
  const ids = { paymentId: newId(), subjectId: newId() };
  const finding = { kind: "CHARGE_MISMATCH", found: "Nobody knows this payment.", ...ids } as const;
  await expect(openRepairWork(bench, drizzle, finding)).rejects.toThrow();
  const subjectId = newId();
  const notice = { provider: "SANDBOX", subjectId, receivedAt: clock.now() } as const;
  const take = (eventId: string) =>
    inTransaction(bench.database, (transaction) =>
      insertWebhookEvent(transaction, { ...notice, eventId }),
    );
  await expect(take("x".repeat(101))).rejects.toThrow();
  expect([await take("event"), await take("event")]).toEqual([true, false]);
});
