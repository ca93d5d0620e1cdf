import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { recordStatements } from "@micro-shop/common/database/statements";
import { newId } from "@micro-shop/common/ids";
import { newCustomer, openOrderFixture, type Customer, type OrderFixture } from "./orderFixture";
import { capturedEvent, deliver, placeOrder } from "./orderHelpers";

interface Connection {
  readonly totalCount: number | null;
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly id: string; readonly status: string };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = "totalCount edges { cursor node { id status } } pageInfo { hasNextPage endCursor }";

describe("orders", () => {
  let fixture: OrderFixture;
  let customer: Customer;
  let ids: string[];
  beforeAll(async () => {
    fixture = await openOrderFixture("read");
    customer = newCustomer();
    ids = [];
    for (let index = 0; index < 5; index++) {
      const order = await placeOrder(fixture, customer);
      if (index < 2) await deliver(fixture, capturedEvent(fixture, order));
      ids.unshift(order.id);
    }
    await fixture.mutate(customer, "cancelOrder", "order { id }", { orderId: ids[0] });
  });
  afterAll(() => fixture.close());

  const list = async (args: string, caller: Partial<Caller> = customer) => {
    const { data, errors } = await fixture.run<{ orders: Connection }>(
      caller,
      `{ orders(${args}) { ${PAGE} } }`,
    );
    return { page: data?.orders ?? null, message: errors?.[0]?.message };
  };
  const entities = async <Entity>(
    representations: object[],
    selection: string,
    caller: Partial<Caller> = customer,
  ) => {
    const { data, errors } = await fixture.run<{ _entities: (Entity | null)[] }>(
      caller,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`,
      { r: representations },
    );
    return { entities: data?._entities ?? [], errors };
  };

  it("are listed newest first, page by page, with a count", async () => {
    const seen: string[] = [];
    let after = "";
    for (const size of [2, 2, 1]) {
      const { page } = await list(`first: 2${after}`);
      expect(page).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: size === 2 } });
      seen.push(...(page?.edges.map(({ node }) => node.id) ?? []));
      after = `, after: "${page?.pageInfo.endCursor}"`;
    }
    expect(seen).toEqual(ids);
  });

  it("can be narrowed to statuses", async () => {
    const { page } = await list("first: 10, status: [PAID, CANCELLED]");
    expect(page?.edges.map(({ node }) => node.status)).toEqual(["CANCELLED", "PAID", "PAID"]);
    expect(page?.totalCount).toBe(3);
  });

  it("are counted by tab beside the list, each with one statement", async () => {
    const { value, statements } = await recordStatements(() =>
      fixture.run(
        customer,
        "{ orders(first: 1) { edges { node { id } } } orderCounts { toPay toShip toReceive toReview } }",
      ),
    );
    expect(value.data).toMatchObject({
      orderCounts: { toPay: 2, toShip: 2, toReceive: 0, toReview: 0 },
    });
    expect(statements).toHaveLength(2);
  });

  it("of others are not among them", async () => {
    expect((await list("first: 10", newCustomer("order:read"))).page).toMatchObject({
      totalCount: 0,
      edges: [],
    });
  });

  it.each([
    ["first: 0", "must not be less than 1"],
    ["first: 101", "must not be greater than 100"],
    ['first: 1, after: "nonsense"', "not one of ours"],
    [`first: 1, after: "${Buffer.from('["x"]').toString("base64url")}"`, "not one of ours"],
  ])("are not listed with %s", async (args, reason) => {
    expect((await list(args)).message).toContain(reason);
  });

  it("cost one statement for each kind of thing, however many there are", async () => {
    const selection = `edges { node { id total { formatted } lines { name sku { id } } events { status } shipments { id } buyer { id } } }`;
    const { value, statements } = await recordStatements(() =>
      fixture.run(customer, `{ orders(first: 5) { ${selection} } }`),
    );
    expect(value.errors).toBeUndefined();
    expect(statements).toHaveLength(4);
  });

  it("are fields of their user, for the user and for staff with order:read", async () => {
    const other = newCustomer();
    const theirs = await placeOrder(fixture, other);
    const users = [customer, other].map(({ id }) => ({ __typename: "User", id }));
    const selection = `... on User { id orders(first: 2) { ${PAGE} } }`;
    const { value, statements } = await recordStatements(() =>
      entities<{ orders: Connection }>(users, selection, newCustomer("order:read")),
    );
    expect(value.entities.map((user) => user?.orders.edges.map(({ node }) => node.id))).toEqual([
      ids.slice(0, 2),
      [theirs.id],
    ]);
    expect(value.entities.map((user) => user?.orders.totalCount)).toEqual([5, 1]);
    expect(statements).toHaveLength(2);
    const own = await entities<{ orders: Connection | null }>(users, selection, other);
    expect(own.entities.map((user) => user?.orders?.totalCount ?? null)).toEqual([null, 1]);
    expect(own.errors?.[0]?.message).toBe("You may not do this.");
  });

  it("and their lines are entities for those who may see them, null for others", async () => {
    const { data } = await fixture.run<{ order: { lines: { id: string }[] } }>(
      customer,
      "query ($id: ID!) { order(id: $id) { lines { id } } }",
      { id: ids[0] },
    );
    const lineId = data?.order.lines[0]?.id;
    const representations = [
      { __typename: "Order", id: ids[0] },
      { __typename: "OrderLine", id: lineId },
      { __typename: "Order", id: newId() },
      { __typename: "OrderLine", id: newId() },
    ];
    const selection = "... on Order { id status } ... on OrderLine { id name }";
    const own = await entities(representations, selection);
    expect(own.entities).toMatchObject([
      { id: ids[0], status: "CANCELLED" },
      { id: lineId, name: "A lamp – red" },
      null,
      null,
    ]);
    const staff = await entities(representations, selection, newCustomer("order:read"));
    expect(staff.entities).toEqual(own.entities);
    const foreign = await entities(representations, selection, newCustomer());
    expect(foreign.entities).toEqual([null, null, null, null]);
  });
});
