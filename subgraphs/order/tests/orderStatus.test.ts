import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { until } from "@micro-shop/common/testing/until";
import { createSourceEventStream, execute, GraphQLError, parse } from "graphql";
import { createOrderServices } from "../services";
import { createLog } from "@micro-shop/common/log";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import { capturedEvent, deliver, placeOrder } from "./orderHelpers";
import { newBuyer, newLine, place } from "./placing";

interface Change {
  readonly event: { readonly id: string; readonly version: number; readonly status: string };
  readonly order: { readonly id: string; readonly status: string; readonly buyer: { id: string } };
}

const document = parse(`subscription ($orderId: ID!, $after: ID) {
  orderStatusChanged(orderId: $orderId, after: $after) {
    event { id version status at } order { id status buyer { id } lines { quantity sku { id } } }
  }
}`);

describe("orderStatusChanged", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  beforeAll(async () => (fixture = await openOrderFixture("status")));
  afterAll(() => fixture.close());
  beforeEach(() => (customer = newCustomer()));

  /** Subscribes as the server does: every event is executed in a context of its own. */
  async function watch(variables: object, caller: Partial<Caller> = customer) {
    const { schema } = fixture;
    const variableValues = { ...variables };
    const source = await createSourceEventStream({
      schema,
      document,
      variableValues,
      contextValue: fixture.context(caller),
    });
    if (!(Symbol.asyncIterator in source)) throw source.errors?.[0] ?? new Error("no stream");
    const events = source[Symbol.asyncIterator]();
    return {
      async next(): Promise<Change> {
        const { value } = (await events.next()) as { value: unknown };
        const result = await execute({
          schema,
          document,
          variableValues,
          rootValue: value,
          contextValue: fixture.context(caller),
        });
        expect(result.errors).toBeUndefined();
        return (JSON.parse(JSON.stringify(result.data)) as { orderStatusChanged: Change })
          .orderStatusChanged;
      },
      leave: async () => void (await events.return?.()),
      waiting: () => events.next(),
    };
  }

  it("gives the current state at once, then each change once", async () => {
    const order = await placeOrder(fixture, customer);
    const changes = await watch({ orderId: order.id });
    expect(await changes.next()).toMatchObject({
      event: { version: 1, status: "PENDING_PAYMENT" },
      order: {
        id: order.id,
        status: "PENDING_PAYMENT",
        buyer: { id: customer.id },
        lines: [{ quantity: 1 }],
      },
    });
    const next = changes.next();
    await deliver(fixture, capturedEvent(fixture, order));
    expect(await next).toMatchObject({
      event: { version: 2, status: "PAID" },
      order: { status: "PAID" },
    });
    await changes.leave();
  });

  it("begins with the newest event when there are several", async () => {
    const order = await placeOrder(fixture, customer);
    await deliver(fixture, capturedEvent(fixture, order));
    const changes = await watch({ orderId: order.id });
    expect((await changes.next()).event).toMatchObject({ version: 2, status: "PAID" });
    await changes.leave();
  });

  it("resumes after an event without a gap and without a repeat", async () => {
    const order = await placeOrder(fixture, customer);
    const first = await watch({ orderId: order.id });
    const { event } = await first.next();
    await first.leave();
    await deliver(fixture, capturedEvent(fixture, order));
    const resumed = await watch({ orderId: order.id, after: event.id });
    const { event: second } = await resumed.next();
    expect(second).toMatchObject({ version: 2, status: "PAID" });
    const upToDate = await watch({ orderId: order.id, after: second.id });
    const waiting = upToDate.waiting();
    await upToDate.leave();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await resumed.leave();
  });

  it("waits for the first event of an order that is still being placed", async () => {
    let changes: Awaited<ReturnType<typeof watch>> | null = null;
    fixture.siblings.before("createPayment", async () => {
      const { data } = await fixture.run<{ orders: { edges: { node: { id: string } }[] } }>(
        customer,
        "{ orders(first: 1) { edges { node { id } } } }",
      );
      changes = await watch({ orderId: data?.orders.edges[0]?.node.id });
    });
    await placeOrder(fixture, customer);
    const watched = await until("the subscription", () => changes);
    expect((await watched.next()).event).toMatchObject({ version: 1, status: "PENDING_PAYMENT" });
    await watched.leave();
  });

  it("ends when the order that it waits for is refused", async () => {
    let changes: Awaited<ReturnType<typeof watch>> | null = null;
    fixture.siblings.before("reserveStock", async () => {
      const { data } = await fixture.run<{ orders: { edges: { node: { id: string } }[] } }>(
        customer,
        "{ orders(first: 1) { edges { node { id } } } }",
      );
      changes = await watch({ orderId: data?.orders.edges[0]?.node.id });
    });
    const buyer = newBuyer(fixture);
    customer = buyer;
    const refused = await place(fixture, buyer, {
      lines: [newLine(fixture, 2, { available: 1 })],
    });
    expect(refused.userErrors).toMatchObject([{ code: "INSUFFICIENT_STOCK" }]);
    const watched = await until("the subscription", () => changes);
    expect(await watched.waiting()).toEqual({ done: true, value: undefined });
  });

  it("tells of changes that another process makes", async () => {
    const order = await placeOrder(fixture, customer);
    const changes = await watch({ orderId: order.id });
    await changes.next();
    const { database, siblings } = fixture;
    const elsewhere = createOrderServices({ database, siblings, log: createLog("test", "silent") });
    await deliver({ services: elsewhere }, capturedEvent(fixture, order));
    expect((await changes.next()).event.status).toBe("PAID");
    await changes.leave();
  });

  it("tells every one of many watchers everything in order", async () => {
    const orders = await Promise.all(
      Array.from({ length: 5 }, () => placeOrder(fixture, customer)),
    );
    const watchers = await Promise.all(
      orders.flatMap((order) => Array.from({ length: 4 }, () => watch({ orderId: order.id }))),
    );
    const read = Promise.all(
      watchers.map(async (changes) => [
        (await changes.next()).event.version,
        (await changes.next()).event.version,
      ]),
    );
    await Promise.all(orders.map((order) => deliver(fixture, capturedEvent(fixture, order))));
    expect(await read).toEqual(watchers.map(() => [1, 2]));
    await Promise.all(watchers.map((changes) => changes.leave()));
  });

  it("is for the buyer and for staff with order:read; to others the order does not exist", async () => {
    const order = await placeOrder(fixture, customer);
    const staff = await watch({ orderId: order.id }, newCustomer("order:read"));
    expect((await staff.next()).order.buyer.id).toBe(customer.id);
    await staff.leave();
    const refusal = new GraphQLError("There is no such order.");
    await expect(watch({ orderId: order.id }, newCustomer("order:ship"))).rejects.toEqual(refusal);
    await expect(watch({ orderId: newId() })).rejects.toEqual(refusal);
    await expect(watch({ orderId: "no id" })).rejects.toEqual(refusal);
    await expect(watch({ orderId: order.id }, {})).rejects.toThrow("You are not signed in");
  });

  it("refuses to go on after an event that is not the order's", async () => {
    const [order, other] = [
      await placeOrder(fixture, customer),
      await placeOrder(fixture, customer),
    ];
    const changes = await watch({ orderId: other.id });
    const foreign = (await changes.next()).event.id;
    await changes.leave();
    for (const after of [foreign, newId(), "no id"]) {
      await expect(watch({ orderId: order.id, after })).rejects.toThrow(
        "no event with the id in `after`",
      );
    }
  });
});
