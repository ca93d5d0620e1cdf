import type { OrderStatusChange } from "../src/index";
import type { FakeShop, SeenSubscription } from "./fakeShop";

const statuses = ["PENDING_PAYMENT", "PAID", "SHIPPED", "DELIVERED", "COMPLETED"];

/** The event that made the order's `version`-th state. */
export function change(version: number) {
  const event = {
    id: `event-${version}`,
    version,
    status: statuses[version - 1],
    at: "2030-01-01",
  };
  return { data: { orderStatusChanged: { event, order: { id: "order-1" } } } };
}

/** One list of versions a connection, each followed by a close with the given code; the last one completes. */
export function sendInTurn(
  shop: FakeShop,
  code: number,
  ...connections: readonly (readonly number[])[]
): void {
  shop.events = async function* (subscription) {
    const turn = shop.subscriptions.length - 1;
    for (const version of connections[turn] ?? []) yield change(version);
    if (turn < connections.length - 1) await cut(subscription, code);
  };
}

/** Closes the connection and sends nothing more. */
export function cut(subscription: SeenSubscription, code: number): Promise<never> {
  subscription.close(code);
  return new Promise(() => {});
}

export async function collect(changes: AsyncIterable<OrderStatusChange>): Promise<number[]> {
  const versions: number[] = [];
  for await (const { event } of changes) versions.push(event.version);
  return versions;
}

/** The `after` of each subscription the shop has seen. */
export function aftersOf(shop: FakeShop): unknown[] {
  return shop.subscriptions.map(({ variables }) => variables["after"]);
}
