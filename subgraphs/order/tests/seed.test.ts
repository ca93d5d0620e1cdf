import { formatId } from "@micro-shop/common/ids";
import { createDemoWorld, demoUsers } from "@micro-shop/demo-world";
import { seedOrders } from "../jobs/seed";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { openOrderFixture, type OrderFixture } from "./orderFixture";

describe("the demo orders", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  let fixture: OrderFixture;
  beforeAll(async () => {
    fixture = await openOrderFixture("seed");
    await seedOrders(fixture.database, now);
  });
  afterAll(() => fixture.close());

  const query = async <Row>(sql: string): Promise<Row[]> => {
    const [rows] = await fixture.database.pool.query(sql);
    return rows as Row[];
  };

  it("go in once", async () => {
    const [before] = await query<{ n: number }>("select count(*) n from orders");
    expect(await seedOrders(fixture.database, now)).toBe(false);
    expect(before?.n).toBeGreaterThan(500);
    expect(await query("select count(*) n from orders")).toEqual([before]);
  });

  it("are in every status but PENDING", async () => {
    const rows = await query<{ status: string }>(
      "select distinct status from orders order by status",
    );
    expect(rows.map(({ status }) => status)).toEqual([
      "CANCELLED",
      "COMPLETED",
      "DELIVERED",
      "EXPIRED",
      "PAID",
      "PARTIALLY_SHIPPED",
      "PENDING_PAYMENT",
      "REJECTED",
      "SHIPPED",
    ]);
  });

  it("have events up to their version, ending in their status", async () => {
    const wrong = await query<{ id: Buffer }>(
      `select o.id from orders o left join order_event e on e.order_id = o.id and e.version = o.version
       where o.status <> 'REJECTED' and (e.status is null or e.status <> o.status)`,
    );
    expect(wrong.map(({ id }) => formatId(id))).toEqual([]);
  });

  it("have lines that add up to them", async () => {
    const wrong = await query(
      `select o.id from orders o join order_line l on l.order_id = o.id group by o.id
       having sum(l.unit_price_minor * l.quantity) <> max(o.items_minor)
         or sum(l.discount_minor) <> max(o.discount_minor) or sum(l.tax_minor) <> max(o.tax_minor)`,
    );
    expect(wrong).toEqual([]);
  });

  it("ship no more than was ordered", async () => {
    const wrong = await query(
      `select l.id from order_line l join shipment_line s on s.order_line_id = l.id
       group by l.id having sum(s.quantity) > max(l.quantity)`,
    );
    expect(wrong).toEqual([]);
  });

  it("have got back what their payment axis says, and a request where the buyer wants out", async () => {
    const wrong = await query(
      `select id from orders where refunded_minor <> total_minor and payment_status = 'REFUNDED'
         or (refunded_minor > 0) <> (payment_status in ('REFUNDED', 'PARTIALLY_REFUNDED'))`,
    );
    expect(wrong).toEqual([]);
    const requests = await query(
      `select distinct o.status as of, c.status from cancellation_request c
       join orders o on o.id = c.order_id order by o.status`,
    );
    expect(requests).toEqual([
      { of: "CANCELLED", status: "APPROVED" },
      { of: "PAID", status: "REQUESTED" },
    ]);
  });

  it("give a demo customer something in every tab", async () => {
    const ada = demoUsers(createDemoWorld(now)).users.find(
      ({ email }) => email === "customer@example.com",
    );
    const { data } = await fixture.run<{
      orderCounts: Record<string, number>;
      orders: { edges: { node: { shipments: { lines: unknown[] }[] } }[] };
    }>(
      signedIn(ada?.id),
      `{ orderCounts { toPay toShip toReceive toReview }
         orders(first: 100) { edges { node { status shipments { id status carrier trackingNumber lines { orderLineId quantity } } } } } }`,
    );
    expect(Object.values(data?.orderCounts ?? {}).every((count) => count > 0)).toBe(true);
    const shipments = data?.orders.edges.flatMap(({ node }) => node.shipments) ?? [];
    expect(shipments.length).toBeGreaterThan(0);
    expect(shipments.every(({ lines }) => lines.length > 0)).toBe(true);
  });
});
