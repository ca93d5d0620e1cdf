import type { Database, Transaction } from "@micro-shop/common/database/pool";
import { insertInParts, seedOnce } from "@micro-shop/common/database/seedOnce";
import { refusalsOf } from "@micro-shop/common/messaging/outcome";
import { splitByWeights } from "@micro-shop/common/money";
import {
  createDemoWorld,
  demoOrders,
  demoPayments,
  type DemoOrder,
  type DemoOrderLine,
} from "@micro-shop/demo-world";
import { shortageRefusal } from "../logic/orderRefusals";
import {
  cancellationRequests,
  orderEvents,
  orderLines,
  orders,
  shipmentLines,
  shipments,
} from "../model/tables";

/** Puts the demo orders in, once. Answers whether it did. */
export async function seedOrders(database: Database, now: Date): Promise<boolean> {
  return seedOnce(database, "demo-world", async (transaction) => {
    const world = createDemoWorld(now);
    const reviewedAt = new Map(
      world.reviews().reviews.map((review) => [review.orderLineId, review.createdAt]),
    );
    const demo = demoOrders(world).orders;
    const refunded = new Map(
      demoPayments(world).payments.map((payment) => [payment.orderId, payment.refundedMinor]),
    );
    const orderRows = demo.map((order) => orderRow(order, refunded.get(order.id) ?? 0));
    await insertInParts(orderRows, (part) => transaction.insert(orders).values(part));
    await insertInParts(
      demo.flatMap((order) => lineRows(order, reviewedAt)),
      (part) => transaction.insert(orderLines).values(part),
    );
    await insertInParts(
      demo.flatMap((order) => order.events.map((event) => ({ ...event, orderId: order.id }))),
      (part) => transaction.insert(orderEvents).values(part),
    );
    await insertShipments(transaction, demo);
    await insertInParts(demo.flatMap(cancellationRows), (part) =>
      transaction.insert(cancellationRequests).values(part),
    );
  });
}

function orderRow(order: DemoOrder, refundedMinor: number): typeof orders.$inferInsert {
  const [line] = order.lines;
  const rejection =
    order.rejection && line
      ? refusalsOf(shortageRefusal({ ...line, inputIndex: null, available: 0, onSale: true }))
      : null;
  const deliveredAt = order.events.find(({ status }) => status === "DELIVERED")?.at ?? null;
  return { ...order, rejection, refundedMinor, deliveredAt };
}

function cancellationRows({
  id: orderId,
  userId: requestedBy,
  cancellation,
}: DemoOrder): (typeof cancellationRequests.$inferInsert)[] {
  if (!cancellation) return [];
  const { id, reason, requestedAt, resolvedAt, resolvedBy, approved } = cancellation;
  const decision = approved === true ? "APPROVED" : "REJECTED";
  const status = approved === null ? "REQUESTED" : decision;
  const liveOrderId = status === "REJECTED" ? null : orderId;
  const request = { id, orderId, liveOrderId, status, reason, requestedBy, requestedAt } as const;
  return [{ ...request, resolvedAt, resolvedBy }];
}

function lineRows(
  order: DemoOrder,
  reviewedAt: ReadonlyMap<string, Date>,
): (typeof orderLines.$inferInsert)[] {
  const taxes = splitByWeights(
    order.taxMinor,
    order.lines.map((line) => line.unitPriceMinor * line.quantity - line.discountMinor),
  );
  return order.lines.map((line, index) => ({
    ...line,
    orderId: order.id,
    name: nameOf(line),
    taxMinor: taxes[index] ?? 0,
    reviewedAt: reviewedAt.get(line.id) ?? null,
  }));
}

/** As product names a SKU in its offers. */
function nameOf({ name, options }: DemoOrderLine): string {
  return options.length === 0
    ? name
    : `${name} – ${options.map((option) => option.value).join(" / ")}`;
}

async function insertShipments(
  transaction: Transaction,
  demo: readonly DemoOrder[],
): Promise<void> {
  const rows = demo.flatMap((order) =>
    order.shipments.map((shipment) => ({ ...shipment, orderId: order.id })),
  );
  await insertInParts(rows, (part) => transaction.insert(shipments).values(part));
  await insertInParts(
    rows.flatMap((shipment) =>
      shipment.lines.map((line) => ({ ...line, shipmentId: shipment.id })),
    ),
    (part) => transaction.insert(shipmentLines).values(part),
  );
}
