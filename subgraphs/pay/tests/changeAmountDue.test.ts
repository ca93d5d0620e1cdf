import { asc, eq } from "drizzle-orm";
import { execute, parse } from "graphql";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import { submitAttempt } from "../logic/submitAttempt";
import { findPaymentOfOrder } from "../model/payments";
import { paymentEvents, payments } from "../model/tables";
import { createPaySubgraph } from "../subgraph";
import {
  close,
  contextOf,
  dueOrder,
  impatient,
  orderService,
  pay,
  payBench,
  signedIn,
  type DueOrder,
  type PayBench,
} from "./support";

/** Rounds of the race; each forces nothing, so that chance meets every point. */
const ROUNDS = 20;

const { schema } = createPaySubgraph();
let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("change_amount_due");
});
afterAll(() => bench.database.close());

interface Change {
  readonly fromMinor?: number;
  readonly amountMinor?: number;
  readonly key?: string | null;
  readonly caller?: Partial<Caller>;
}

/** The outcome, or the code of the top-level error. */
async function change(
  { orderId }: Pick<DueOrder, "orderId">,
  {
    fromMinor = 1_000,
    amountMinor = 900,
    key = `${newId()}:change`,
    caller = orderService,
  }: Change = {},
): Promise<unknown> {
  const { data, errors } = await execute({
    schema,
    document: parse(
      "mutation ($input: ChangeAmountDueInput!) { changeAmountDue(input: $input) { outcome } }",
    ),
    variableValues: { input: { orderId, fromMinor, amountMinor } },
    contextValue: { ...contextOf(bench, caller), idempotencyKey: key },
  });
  const [error] = errors ?? [];
  const fault: unknown = error?.originalError ?? error;
  if (fault instanceof Error) return "code" in fault ? fault.code : fault.message;
  return (data as unknown as { changeAmountDue: { outcome: string } }).changeAmountDue.outcome;
}

async function booksOf({ paymentId }: DueOrder) {
  const { drizzle } = bench.database;
  const [payment] = await drizzle.select().from(payments).where(eq(payments.id, paymentId));
  const events = await drizzle
    .select()
    .from(paymentEvents)
    .where(eq(paymentEvents.paymentId, paymentId))
    .orderBy(asc(paymentEvents.at), asc(paymentEvents.id));
  return {
    status: payment?.status,
    due: payment?.amountMinor,
    captured: payment?.capturedMinor,
    events: events.map(({ kind, amountMinor }) => `${kind} ${amountMinor}`),
  };
}

const due = () => dueOrder(bench, { amountMinor: 1_000 });

describe("changing the amount due for an order", () => {
  it("changes what is captured and stands in the payment's history; a repeat changes nothing more", async () => {
    const order = await due();
    const key = `${newId()}:change`;
    expect(await change(order, { key })).toBe("CHANGED");
    expect(await change(order, { key })).toBe("CHANGED");
    expect(await pay(bench, order, {})).toMatchObject({ payment: { status: "CAPTURED" } });
    expect(await change(order, { key })).toBe("CHANGED");
    expect(await booksOf(order)).toEqual({
      status: "CAPTURED",
      due: 900,
      captured: 900,
      events: ["CREATED 1000", "AMOUNT_CHANGED 900", "SUBMITTED 900", "CAPTURED 900"],
    });
  });

  it("waits for no payment that is under way: the old amount stands", async () => {
    const order = await due();
    await pay(impatient(bench), order, { methodToken: "tok_never" });
    const key = `${newId()}:change`;
    expect(await change(order, { key })).toBe("IN_FLIGHT");
    expect(await booksOf(order)).toMatchObject({ status: "IN_FLIGHT", due: 1_000 });
    expect(await change(order, { key })).toBe("IN_FLIGHT");
  });

  it("leaves what is authorised as it is", async () => {
    const order = await due();
    await pay({ ...bench, captureMode: "MANUAL" }, order, {});
    expect(await change(order)).toBe("IN_FLIGHT");
    expect(await booksOf(order)).toMatchObject({ status: "AUTHORIZED", due: 1_000 });
  });

  it("leaves what was captured or given up, and what was never there, as it is", async () => {
    const captured = await due();
    await pay(bench, captured, {});
    expect(await change(captured)).toBe("CAPTURED");
    const closed = await due();
    await close(bench, closed.orderId);
    expect(await change(closed)).toBe("CLOSED");
    expect(await change({ orderId: newId() })).toBe("CLOSED");
    expect([await booksOf(captured), await booksOf(closed)]).toMatchObject([
      { due: 1_000, captured: 1_000 },
      { due: 1_000, status: "CLOSED" },
    ]);
  });

  it("may follow a declined attempt, and the next one is of the new amount", async () => {
    const order = await due();
    await pay(bench, order, { methodToken: "tok_decline" });
    expect(await change(order)).toBe("CHANGED");
    await pay(bench, order, {});
    expect(await booksOf(order)).toMatchObject({ status: "CAPTURED", captured: 900 });
  });

  it("is charged at the new amount by who read the payment before", async () => {
    const order = await due();
    const before = await findPaymentOfOrder(bench.database.drizzle, order.orderId);
    if (!before) throw new Error("There is no payment.");
    await change(order);
    await inTransaction(bench.database, (transaction) =>
      submitAttempt(transaction, before, {
        id: newId(),
        provider: "SANDBOX",
        methodToken: "tok_approve",
        idempotencyKey: newId(),
      }),
    );
    expect((await booksOf(order)).events).toEqual([
      "CREATED 1000",
      "AMOUNT_CHANGED 900",
      "SUBMITTED 900",
    ]);
  });

  it("changes nothing of another amount, without a saga's key, or for anybody but order", async () => {
    const order = await due();
    expect(await change(order, { fromMinor: 999 })).toBe("BAD_REQUEST");
    expect(await change(order, { key: null })).toBe("BAD_REQUEST");
    const outside = { ...signedIn(order.buyerId), service: "gateway" as const };
    expect(await change(order, { caller: outside })).not.toBe("CHANGED");
    expect(await booksOf(order)).toMatchObject({ due: 1_000, events: ["CREATED 1000"] });
  });

  it("races a payment: the old amount is captured and stands, or the new one is both", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const order = await due();
      const [outcome] = await Promise.all([change(order), pay(bench, order, {})]);
      const { status, due: amount, captured } = await booksOf(order);
      expect(status).toBe("CAPTURED");
      expect([amount, captured]).toEqual(outcome === "CHANGED" ? [900, 900] : [1_000, 1_000]);
    }
  });
});
