import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { looseInputs } from "@micro-shop/common/testing/looseInputs";
import { refunds } from "../model/tables";
import { createPaySubgraph } from "../subgraph";
import {
  dueOrder,
  orderService,
  pay,
  payBench,
  run,
  signedIn,
  type DueOrder,
  type PayBench,
} from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("reading");
});
afterAll(() => bench.database.close());

const PAYMENT = `query Payment($id: ID!) {
  payment(id: $id) {
    id status provider amount { amountMinor currency formatted } captured { amountMinor }
    refunded { amountMinor } redirectUrl order { id }
    refunds { id status amount { amountMinor } reason createdAt }
    events { id kind at amount { amountMinor } }
  }
}`;

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Payment { id status events { kind } }
    ... on Order { id payment { id amount { amountMinor } } refunds { status } }
  }
}`;

async function refund(order: DueOrder, amountMinor: number): Promise<void> {
  await bench.database.drizzle.insert(refunds).values({
    id: newId(),
    paymentId: order.paymentId,
    amountMinor,
    currency: "USD",
    status: "REQUESTED",
    reason: "too small",
    idempotencyKey: newId(),
    createdAt: new Date(),
  });
}

describe("a payment", () => {
  it("is shown in full to its buyer and to staff with payment:read", async () => {
    const order = await dueOrder(bench, { amountMinor: 1_234 });
    await pay(bench, order, {});
    await refund(order, 34);
    for (const caller of [signedIn(order.buyerId), signedIn(newId(), "payment:read")]) {
      const { data, codes } = await run(bench, caller, PAYMENT, { id: order.paymentId });
      expect(codes).toEqual([]);
      expect(data).toMatchObject({
        payment: {
          id: order.paymentId,
          status: "CAPTURED",
          provider: "SANDBOX",
          amount: { amountMinor: 1_234, currency: "USD", formatted: "$12.34" },
          captured: { amountMinor: 1_234 },
          refunded: { amountMinor: 0 },
          redirectUrl: null,
          order: { id: order.orderId },
          refunds: [{ status: "REQUESTED", amount: { amountMinor: 34 }, reason: "too small" }],
          events: [
            { kind: "CREATED", amount: { amountMinor: 1_234 } },
            { kind: "SUBMITTED" },
            { kind: "CAPTURED" },
          ],
        },
      });
    }
  });

  it("is not there for anybody else", async () => {
    const order = await dueOrder(bench);
    const nothing = { data: { payment: null }, codes: [] };
    expect(await run(bench, signedIn(), PAYMENT, { id: order.paymentId })).toEqual(nothing);
    expect(
      await run(bench, signedIn(newId(), "order:read"), PAYMENT, { id: order.paymentId }),
    ).toEqual(nothing);
    expect(await run(bench, {}, PAYMENT, { id: order.paymentId })).toEqual({
      data: { payment: null },
      codes: ["UNAUTHENTICATED"],
    });
  });

  it.each([newId(), "1", "", "' or 1=1"])("that does not exist is null: %j", async (id) => {
    expect(await run(bench, signedIn(), PAYMENT, { id })).toEqual({
      data: { payment: null },
      codes: [],
    });
  });
});

describe("references from other subgraphs", () => {
  it("of orders and payments are resolved for the buyer alone, whatever key the query carries", async () => {
    const mine = await dueOrder(bench);
    const theirs = { ...(await dueOrder(bench)) };
    await refund(mine, 1);
    await refund(theirs, 1);
    const { data, codes } = await run(bench, signedIn(mine.buyerId), ENTITIES, {
      representations: [
        { __typename: "Order", id: mine.orderId },
        { __typename: "Order", id: theirs.orderId, buyerId: mine.buyerId },
        { __typename: "Order", id: newId() },
        { __typename: "Payment", id: mine.paymentId },
        { __typename: "Payment", id: theirs.paymentId, buyerId: mine.buyerId },
        { __typename: "Payment", id: "nonsense" },
      ],
    });
    expect(codes).toEqual([]);
    expect(data).toMatchObject({
      _entities: [
        { id: mine.orderId, payment: { id: mine.paymentId }, refunds: [{ status: "REQUESTED" }] },
        { id: theirs.orderId, payment: null, refunds: null },
        { payment: null, refunds: null },
        { id: mine.paymentId, status: "CREATED", events: [{ kind: "CREATED" }] },
        null,
        null,
      ],
    });
  });

  it("cost one statement a kind of row, however many there are", async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, () => dueOrder(bench)));
    const { value, statements } = await recordStatements(() =>
      run<{ _entities: { payment: { id: string } }[] }>(bench, orderService, ENTITIES, {
        representations: orders.map((order) => ({ __typename: "Order", id: order.orderId })),
      }),
    );
    expect(value.data?._entities.map((order) => order.payment.id)).toEqual(
      orders.map((order) => order.paymentId),
    );
    expect(statements).toHaveLength(2);
  });
});

it("leaves no input field without bounds or for any character", () => {
  expect(looseInputs(createPaySubgraph().schema)).toEqual([]);
});
