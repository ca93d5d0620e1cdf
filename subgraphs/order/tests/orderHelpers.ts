import { inTransaction } from "@micro-shop/common/database/transaction";
import type { DomainEvent } from "@micro-shop/common/events";
import { newId } from "@micro-shop/common/ids";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import type { Customer, OrderFixture, UserErrorAnswer } from "./orderFixture";

export interface PlacedOrder {
  readonly id: string;
  readonly total: { readonly amountMinor: number; readonly currency: string };
}

/** Places an order of one SKU for the customer. */
export async function placeOrder(
  { mutate, siblings }: OrderFixture,
  customer: Customer,
  input: object = {},
): Promise<PlacedOrder> {
  const { order } = await mutate<{ order: PlacedOrder }>(
    customer,
    "placeOrder",
    "order { id total { amountMinor currency } } userErrors { code }",
    {
      idempotencyKey: newId(),
      addressId: siblings.addAddress(customer.id),
      lines: [{ skuId: siblings.sell(), quantity: 1 }],
      ...input,
    },
  );
  return order;
}

export interface CancelAnswer {
  readonly order: { readonly id: string; readonly status: string } | null;
  readonly userErrors: readonly UserErrorAnswer[];
}

/** Cancels an order, refused or not. */
export function cancelOrder(
  { mutate }: OrderFixture,
  caller: Partial<Caller>,
  orderId: string,
): Promise<CancelAnswer> {
  const selection = "order { id status } userErrors { __typename code message path }";
  return mutate(caller, "cancelOrder", selection, { orderId, reason: "I changed my mind." });
}

type CapturedEvent = DomainEvent<"payment.captured">;

/** What pay tells when it has captured the order's total. */
export function capturedEvent(
  { siblings }: OrderFixture,
  order: PlacedOrder,
  changes: Partial<CapturedEvent["payload"]> = {},
): CapturedEvent {
  return {
    id: newId(),
    topic: "payment.captured",
    occurredAt: new Date(),
    payload: {
      paymentId: siblings.payment(order.id)?.id ?? newId(),
      orderId: order.id,
      amountMinor: order.total.amountMinor,
      currency: "USD",
      capturedAt: "2026-11-22T16:00:00.000Z",
      ...changes,
    },
  };
}

type RefundedEvent = DomainEvent<"refund.succeeded">;

/** What pay tells when a refund of the order's payment went through. */
export function refundedEvent(
  { siblings }: OrderFixture,
  order: PlacedOrder,
  changes: Partial<RefundedEvent["payload"]> = {},
): RefundedEvent {
  const { amountMinor } = order.total;
  return {
    id: newId(),
    topic: "refund.succeeded",
    occurredAt: new Date(),
    payload: {
      refundId: newId(),
      paymentId: siblings.payment(order.id)?.id ?? newId(),
      orderId: order.id,
      amountMinor,
      refundedMinor: amountMinor,
      capturedMinor: amountMinor,
      currency: "USD",
      at: "2026-11-22T17:00:00.000Z",
      ...changes,
    },
  };
}

/** Places an order and pays it. */
export async function placePaidOrder(
  fixture: OrderFixture,
  customer: Customer,
  input: object = {},
): Promise<PlacedOrder> {
  const order = await placeOrder(fixture, customer, input);
  fixture.siblings.capture(order.id);
  await deliver(fixture, capturedEvent(fixture, order));
  return order;
}

/** Delivers events as the bus would; answers the ids that were taken over. */
export function deliver(
  { services }: Pick<OrderFixture, "services">,
  ...events: readonly DomainEvent[]
): Promise<readonly string[]> {
  return services.receiveEvents(
    events.map(({ id, topic, payload, occurredAt }) => ({
      id,
      topic,
      payload: JSON.stringify(payload),
      occurredAt: occurredAt.toISOString(),
    })),
  );
}

/** The events for other services about an order, in the order in which they were recorded. */
export async function recordedEvents(
  { database }: OrderFixture,
  orderId: string,
): Promise<{ topic: string; consumer: string; payload: Record<string, unknown> }[]> {
  return inTransaction(database, async (_transaction, statements) => {
    const [rows] = await statements.query(
      "select topic, consumer, payload from outbox where json_value(payload, '$.orderId') = ? order by event_id, consumer",
      [orderId],
    );
    return (rows as { topic: string; consumer: string; payload: string }[]).map((row) => ({
      ...row,
      payload: JSON.parse(row.payload) as Record<string, unknown>,
    }));
  });
}

/** Status, version and the statuses of the events of an order. */
export async function stateOf(fixture: OrderFixture, customer: Customer, id: string) {
  const { data } = await fixture.run<{
    order: { status: string; paymentStatus: string; events: { status: string; version: number }[] };
  }>(
    customer,
    "query ($id: ID!) { order(id: $id) { status paymentStatus events { status version } } }",
    { id },
  );
  const order = data?.order;
  return {
    status: order?.status,
    paymentStatus: order?.paymentStatus,
    events: order?.events.map(({ status, version }) => `${version} ${status}`),
  };
}
