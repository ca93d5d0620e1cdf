import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import {
  approvedReturn,
  confirmReceipt,
  deliveredOrder,
  linesOf,
  markDelivered,
  paidOrder,
  requestReturn,
  resolveReturn,
  ship,
} from "./fulfilmentHelpers";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import {
  cancelOrder,
  deliver,
  placeOrder,
  placePaidOrder,
  refundedEvent,
  type PlacedOrder,
} from "./orderHelpers";
import { binaryId } from "./placing";

const staff = newCustomer("order:read", "order:cancel", "order:ship");

interface Page {
  readonly adminOrders: {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly orderNo: string; readonly status: string };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly totalCount: number;
  } | null;
}

const QUERY = `query ($first: Int!, $after: String, $filter: AdminOrderFilter) {
  adminOrders(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id orderNo status buyer { id } total { amountMinor currency } } }
    pageInfo { hasNextPage endCursor } totalCount } }`;

describe("the staff's orders", () => {
  let fixture: OrderFixture;
  let ada: Customer;
  let bob: Customer;
  let unpaid: PlacedOrder;
  let paid: PlacedOrder;
  let wished: PlacedOrder;
  let rejected: PlacedOrder;
  beforeAll(async () => {
    fixture = await openOrderFixture("admin_orders");
    [ada, bob] = [newCustomer(), newCustomer()];
    unpaid = await placeOrder(fixture, ada, {
      addressId: fixture.siblings.addAddress(ada.id, { recipient: "Grace 100%_Hopper" }),
    });
    paid = await placePaidOrder(fixture, bob);
    wished = await placePaidOrder(fixture, ada);
    await cancelOrder(fixture, ada, wished.id);
    rejected = await placeOrder(fixture, bob);
    await fixture.database.pool.query(
      `update orders set status = 'REJECTED' where id = ${binaryId(rejected.id)}`,
    );
    await fixture.mutate(staff, "shipOrder", "userErrors { code }", {
      orderId: paid.id,
      carrier: "Post",
      trackingNumber: "TRACK-42",
      idempotencyKey: newId(),
    });
  });
  afterAll(() => fixture.close());

  async function ask(filter: object | null = null, page: object = {}, by: Partial<Caller> = staff) {
    const reply = await fixture.run<Page>(by, QUERY, { first: 10, filter, ...page });
    return { page: reply.data?.adminOrders ?? null, errors: reply.errors };
  }
  const idsOf = async (filter: object | null) =>
    (await ask(filter)).page?.edges.map(({ node }) => node.id);

  it("are everybody's, newest first, without refused ones, counted when asked for", async () => {
    const { page } = await ask();
    expect(page?.edges.map(({ node }) => node.id)).toEqual([wished.id, paid.id, unpaid.id]);
    expect(page?.edges[0]?.node).toMatchObject({
      buyer: { id: ada.id },
      total: { currency: "USD" },
    });
    expect(page?.totalCount).toBe(3);
  });

  it("come in pages", async () => {
    const { page: first } = await ask(null, { first: 2 });
    expect(first?.pageInfo.hasNextPage).toBe(true);
    const { page: second } = await ask(null, { first: 2, after: first?.pageInfo.endCursor });
    expect(second?.edges.map(({ node }) => node.id)).toEqual([unpaid.id]);
    expect(second).toMatchObject({ pageInfo: { hasNextPage: false }, totalCount: 3 });
  });

  it("are filtered by status, buyer, time and open wishes to cancel", async () => {
    expect(await idsOf({ status: ["PENDING_PAYMENT"] })).toEqual([unpaid.id]);
    expect(await idsOf({ status: [] })).toHaveLength(3);
    expect(await idsOf({ status: ["REJECTED"] })).toEqual([]);
    expect(await idsOf({ buyerId: ada.id, status: ["PAID"] })).toEqual([wished.id]);
    expect(await idsOf({ cancellationRequested: true })).toEqual([wished.id]);
    expect(await idsOf({ cancellationRequested: false })).toEqual([paid.id, unpaid.id]);
    expect(await idsOf({ createdFrom: "2000-01-01T00:00:00Z" })).toHaveLength(3);
    expect(await idsOf({ createdBefore: "2000-01-01T00:00:00Z" })).toEqual([]);
  });

  it("are found by number, recipient and tracking number; signs of patterns mean themselves", async () => {
    const { page } = await ask({ buyerId: bob.id });
    const orderNo = page?.edges[0]?.node.orderNo ?? "";
    expect(await idsOf({ orderNo })).toEqual([paid.id]);
    expect(await idsOf({ search: orderNo.slice(2).toLowerCase() })).toEqual([paid.id]);
    expect(await idsOf({ search: "gRACE" })).toEqual([unpaid.id]);
    expect(await idsOf({ search: "100%_" })).toEqual([unpaid.id]);
    expect(await idsOf({ search: "1__%" })).toEqual([]);
    expect(await idsOf({ search: "track-42" })).toEqual([paid.id]);
    expect(await idsOf({ search: "rack-42" })).toEqual([]);
    expect(await idsOf({ search: "' or 1=1 --" })).toEqual([]);
  });

  it.each([{ search: "a" }, { search: "x".repeat(101) }, { buyerId: "x" }, { orderNo: "" }])(
    "are not asked for by %j",
    async (filter) => {
      const { page, errors } = await ask(filter);
      expect([page, errors?.length]).toEqual([null, 1]);
    },
  );

  it("are for staff with the right alone", async () => {
    for (const by of [ada, {}, newCustomer("order:ship")]) {
      const { page, errors } = await ask(null, {}, by);
      expect(page).toBeNull();
      expect(errors?.[0]?.message).toMatch(/may not|signed in/);
    }
  });

  describe("with what was written down", () => {
    const note = (input: object, by: Partial<Caller> = staff) =>
      fixture.mutate<{ order: { id: string } | null; userErrors: { code: string }[] }>(
        by,
        "addOrderNote",
        "order { id } userErrors { code path }",
        input,
      );
    const timelineOf = (id: string, by: Partial<Caller> = staff) =>
      fixture.run<{ order: { timeline: { kind: string; actorId: string | null }[] | null } }>(
        by,
        "query ($id: ID!) { order(id: $id) { timeline { at kind actor actorId status text } } }",
        { id },
      );

    it("stand in one timeline with all that happened, the oldest first", async () => {
      await note({ orderId: wished.id, text: "Called back.\nNo answer." });
      const { data } = await timelineOf(wished.id);
      const rest = { status: null, actorId: null, text: null };
      expect(data?.order.timeline).toMatchObject([
        { ...rest, kind: "STATUS", actor: "CUSTOMER", status: "PENDING_PAYMENT" },
        { ...rest, kind: "STATUS", actor: "SYSTEM", status: "PAID" },
        {
          ...rest,
          kind: "CANCELLATION_REQUESTED",
          actor: "CUSTOMER",
          actorId: ada.id,
          text: "I changed my mind.",
        },
        {
          ...rest,
          kind: "NOTE",
          actor: "STAFF",
          actorId: staff.id,
          text: "Called back.\nNo answer.",
        },
      ]);
    });

    it("tell of decisions and parcels", async () => {
      const order = await placePaidOrder(fixture, bob);
      await cancelOrder(fixture, bob, order.id);
      await fixture.mutate(staff, "resolveCancellation", "userErrors { code }", {
        orderId: order.id,
        approve: true,
        note: "Granted.",
      });
      const { data } = await timelineOf(order.id);
      expect(data?.order.timeline?.map(({ kind }) => kind)).toEqual([
        "STATUS",
        "STATUS",
        "CANCELLATION_REQUESTED",
        "CANCELLATION_APPROVED",
        "STATUS",
      ]);
      const parcels = await timelineOf(paid.id);
      expect(parcels.data?.order.timeline).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kind: "PARCEL_SHIPPED", text: "TRACK-42" }),
        ]),
      );
    });

    it("tell who said that a parcel has arrived", async () => {
      const order = await paidOrder(fixture, bob, [2]);
      const first = await ship(fixture, order.id, { lines: linesOf(order, 1) });
      await markDelivered(fixture, first.shipment?.id ?? "");
      await ship(fixture, order.id);
      await confirmReceipt(fixture, bob, order.id);
      const { data } = await timelineOf(order.id);
      const arrivals = data?.order.timeline?.filter(({ kind }) => kind === "PARCEL_DELIVERED");
      expect(arrivals).toMatchObject([
        { actor: "STAFF", actorId: null },
        { actor: "CUSTOMER", actorId: bob.id },
      ]);
    });

    it("tell of goods and money that go back, and of money that did not", async () => {
      const order = await deliveredOrder(fixture, bob, [2]);
      const worker = newCustomer("order:return");
      const [back, kept] = [linesOf(order, 1), linesOf(order, 1)];
      const id = await approvedReturn(fixture, bob, order.id, back);
      await resolveReturn(fixture, id, "RECEIVED", { restock: false, caller: worker });
      const refused = await requestReturn(fixture, bob, order.id, { lines: kept });
      await resolveReturn(fixture, refused.return?.id, "REJECT", { note: "Too late." });
      const { refundId, paymentId, ...rest } = refundedEvent(fixture, order, {
        amountMinor: 1_000,
        refundedMinor: 1_000,
      }).payload;
      const failed = {
        refundId,
        paymentId,
        orderId: order.id,
        amountMinor: 1_000,
        code: "expired_card",
      };
      const event = { id: newId(), occurredAt: new Date() };
      await deliver(fixture, { ...event, topic: "refund.failed", payload: failed });
      const at = new Date().toISOString();
      const payload = { ...rest, refundId: newId(), paymentId, at };
      await deliver(fixture, { ...event, id: newId(), topic: "refund.succeeded", payload });
      const { data } = await fixture.run<{
        order: { timeline: { kind: string; actor: string; text: string | null; amount: object }[] };
      }>(
        staff,
        "query ($id: ID!) { order(id: $id) { timeline { kind actor actorId text amount { amountMinor } } } }",
        { id: order.id },
      );
      const entries = data?.order.timeline.filter(({ kind }) => kind.startsWith("RE")) ?? [];
      const amount = { amountMinor: 1_000 };
      expect(entries).toMatchObject([
        { kind: "RETURN_REQUESTED", actor: "CUSTOMER", actorId: bob.id, text: "It does not fit." },
        { kind: "RETURN_APPROVED", actor: "STAFF", amount: null },
        { kind: "RETURN_RECEIVED", actor: "STAFF", actorId: worker.id, amount },
        { kind: "RETURN_REQUESTED", actor: "CUSTOMER" },
        { kind: "RETURN_REJECTED", actor: "STAFF", text: "Too late." },
        { kind: "REFUND_FAILED", actor: "SYSTEM", text: "expired_card", amount },
        { kind: "REFUNDED", actor: "SYSTEM", amount },
      ]);
    });

    it("are not for the buyer", async () => {
      const { data, errors } = await timelineOf(wished.id, ada);
      expect(data?.order.timeline).toBeNull();
      expect(errors?.[0]?.message).toBe("You may not do this.");
      await expect(note({ orderId: wished.id, text: "Hi" }, ada)).rejects.toThrow(/may not/);
      await expect(
        note({ orderId: wished.id, text: "Hi" }, newCustomer("order:read")),
      ).rejects.toThrow(/may not/);
    });

    it.each([
      ["INVALID_INPUT", { text: "" }],
      ["INVALID_INPUT", { text: "x".repeat(2001) }],
      ["INVALID_INPUT", { text: "a\0b" }],
      ["NOT_FOUND", { orderId: newId() }],
    ])("are refused as %s: %j", async (code, input) => {
      const answer = await note({ orderId: paid.id, text: "A note.", ...input });
      expect(answer).toMatchObject({ order: null, userErrors: [{ code }] });
    });
  });
});
