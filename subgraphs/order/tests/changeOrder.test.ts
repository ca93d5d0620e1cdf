import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import { changeOrder, type OrderChange } from "../logic/changeOrder";
import { newCustomer, openOrderFixture, type OrderFixture } from "./orderFixture";
import { placeOrder, stateOf } from "./orderHelpers";

describe("a change of status", () => {
  const customer = newCustomer();
  let fixture: OrderFixture;
  let woken: string[];
  beforeAll(async () => (fixture = await openOrderFixture("change")));
  afterAll(() => fixture.close());
  beforeEach(() => (woken = []));

  const change = (orderId: string, changes: Partial<OrderChange> = {}): Promise<boolean> =>
    inTransaction(fixture.database, (transaction) =>
      changeOrder(
        transaction,
        { wake: (id) => woken.push(id) },
        {
          from: { id: orderId, status: "PENDING_PAYMENT", version: 1 },
          to: "PAID",
          actor: "SYSTEM",
          ...changes,
        },
      ),
    );

  it("writes version and event together and then wakes the listeners", async () => {
    const { id } = await placeOrder(fixture, customer);
    expect(await change(id)).toBe(true);
    expect(await stateOf(fixture, customer, id)).toMatchObject({
      status: "PAID",
      events: ["1 PENDING_PAYMENT", "2 PAID"],
    });
    expect(woken).toEqual([id]);
  });

  it("writes nothing when the order is in another state by now", async () => {
    const { id } = await placeOrder(fixture, customer);
    expect(await change(id, { from: { id, status: "PENDING_PAYMENT", version: 2 } })).toBe(false);
    expect(await change(newId())).toBe(false);
    expect((await stateOf(fixture, customer, id)).events).toEqual(["1 PENDING_PAYMENT"]);
    expect(woken).toEqual([]);
  });

  it("is won by one of twenty at once", async () => {
    const { id } = await placeOrder(fixture, customer);
    const won = await Promise.all(Array.from({ length: 20 }, () => change(id)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await stateOf(fixture, customer, id)).events).toHaveLength(2);
  });

  it("leaves no trace when its transaction fails", async () => {
    const { id } = await placeOrder(fixture, customer);
    const failing = inTransaction(fixture.database, async (transaction) => {
      const from = { id, status: "PENDING_PAYMENT", version: 1 } as const;
      await changeOrder(
        transaction,
        { wake: (woke) => woken.push(woke) },
        { from, to: "PAID", actor: "SYSTEM" },
      );
      throw new Error("later");
    });
    await expect(failing).rejects.toThrow("later");
    expect((await stateOf(fixture, customer, id)).events).toEqual(["1 PENDING_PAYMENT"]);
    expect(woken).toEqual([]);
  });

  it("is refused when the table of states does not know it", async () => {
    const { id } = await placeOrder(fixture, customer);
    await expect(change(id, { to: "DELIVERED" })).rejects.toThrow(
      "An order cannot go from PENDING_PAYMENT to DELIVERED.",
    );
  });
});
