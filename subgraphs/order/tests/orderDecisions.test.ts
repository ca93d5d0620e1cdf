import { inTransaction } from "@micro-shop/common/database/transaction";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { createGate } from "@micro-shop/common/testing/gate";
import { lockWait } from "@micro-shop/common/testing/lockWaits";
import { orderDecisions } from "../logic/orderDecisions";
import { findOrder, insertOrder } from "../model/orders";
import { newCustomer, openOrderFixture, type OrderFixture } from "./orderFixture";
import { cancelOrder, placeOrder, placePaidOrder } from "./orderHelpers";
import { binaryId } from "./placing";

const product: Partial<Caller> = { service: "product" };
const QUERY = "query ($ids: [ID!]!) { orderDecisions(orderIds: $ids) { orderId decision } }";

interface Answer {
  readonly orderDecisions: readonly { readonly orderId: string; readonly decision: string }[];
}

describe("what became of orders", () => {
  let fixture: OrderFixture;
  const customer = newCustomer();
  beforeAll(async () => (fixture = await openOrderFixture("decisions")));
  afterAll(() => fixture.close());

  async function decisionsOf(ids: readonly string[]): Promise<Record<string, string>> {
    const { data } = await fixture.run<Answer>(product, QUERY, { ids });
    return Object.fromEntries(
      (data?.orderDecisions ?? []).map(({ orderId, decision }) => [orderId, decision]),
    );
  }

  it("is told of each once: open, paid or aborted", async () => {
    const open = await placeOrder(fixture, customer);
    const paid = await placePaidOrder(fixture, customer);
    const cancelled = await placeOrder(fixture, customer);
    await cancelOrder(fixture, customer, cancelled.id);
    const ids = [open.id, paid.id, cancelled.id];
    expect(await decisionsOf([...ids, open.id])).toEqual({
      [open.id]: "OPEN",
      [paid.id]: "PAID",
      [cancelled.id]: "ABORTED",
    });
  });

  it.each([
    ["PENDING", "OPEN"],
    ["REJECTED", "ABORTED"],
    ["EXPIRED", "ABORTED"],
    ["PARTIALLY_SHIPPED", "PAID"],
    ["COMPLETED", "PAID"],
  ])("an order that is %s is %s", async (status, decision) => {
    const { id } = await placeOrder(fixture, customer);
    await fixture.database.pool.query(
      `update orders set status = '${status}' where id = ${binaryId(id)}`,
    );
    expect(await decisionsOf([id])).toEqual({ [id]: decision });
  });

  it("of which there is none is aborted, and one with its id can never be placed", async () => {
    const id = newId();
    expect(await decisionsOf([id])).toEqual({ [id]: "ABORTED" });
    expect(await decisionsOf([id])).toEqual({ [id]: "ABORTED" });
    const { sagas, expiring } = fixture.services;
    const beginning = inTransaction(fixture.database, (transaction) =>
      sagas.begin(transaction, expiring, { id, data: { orderId: id } }),
    );
    await expect(beginning).rejects.toThrow();
  });

  it("waits for an order that is just being begun", async () => {
    const { sagas, expiring } = fixture.services;
    const { id: otherId } = await placeOrder(fixture, customer);
    const id = newId();
    const gate = createGate();
    const beginning = inTransaction(fixture.database, async (transaction) => {
      const other = await findOrder(transaction, otherId);
      if (!other) throw new Error("There is no order.");
      await insertOrder(transaction, { ...other, id, orderNo: id.slice(-12), status: "PENDING" });
      await sagas.begin(transaction, expiring, { id, data: { orderId: id } });
      await gate.pass();
    });
    await gate.reached;
    const asking = orderDecisions(fixture.services, [id]);
    await lockWait(fixture.database);
    gate.open();
    await beginning;
    expect(await asking).toEqual([{ orderId: id, decision: "OPEN" }]);
  });

  it("is told to services alone", async () => {
    const { data, errors } = await fixture.run<Answer>(customer, QUERY, { ids: [newId()] });
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toBe("You may not do this.");
  });

  it("is asked of 100 at most, by ids alone", async () => {
    for (const ids of [Array.from({ length: 101 }, newId), ["x"]]) {
      const { data, errors } = await fixture.run<Answer>(product, QUERY, { ids });
      expect([data, errors?.length]).toEqual([null, 1]);
    }
  });
});
