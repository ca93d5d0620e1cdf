import { clock } from "@micro-shop/common/clock";
import { afterCommit } from "@micro-shop/common/database/afterCommit";
import type { Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import { insertOrderEvent, type OrderEventRow } from "../model/orderEvents";
import { updateOrder, type OrderChanges, type OrderState } from "../model/orders";
import type { OrderActor, OrderStatus } from "../model/orderStatus";
import type { OrderFeed } from "./orderFeed";
import { canBecome, hiddenStatuses } from "./orderStates";

export interface OrderChange {
  /** The state the change starts from. */
  readonly from: OrderState;
  readonly to: OrderStatus;
  readonly actor: OrderActor;
  /** For the order's history. */
  readonly note?: string | null;
  /** Further columns that change with the status. */
  readonly changes?: OrderChanges;
}

/**
 * The only way an order changes its status: compare-and-set on its version and its event row, in the caller's
 * transaction, which also holds the outbox row when other services have to know. Listeners are told after the commit.
 * False when the order is no longer in the state the change starts from; then nothing was written.
 * Throws a RangeError for a change the table of states does not know.
 */
export async function changeOrder(
  transaction: Transaction,
  feed: Pick<OrderFeed, "wake">,
  { from, to, actor, note = null, changes }: OrderChange,
): Promise<boolean> {
  if (!canBecome(from.status, to)) {
    throw new RangeError(`An order cannot go from ${from.status} to ${to}.`);
  }
  const at = clock.now();
  const isChanged = await updateOrder(transaction, from, {
    ...changes,
    status: to,
    updatedAt: at,
  });
  if (!isChanged) return false;
  afterCommit(transaction, () => feed.wake(from.id));
  if (hiddenStatuses.includes(to)) return true;
  const event: OrderEventRow = {
    id: newId(),
    orderId: from.id,
    version: from.version + 1,
    status: to,
    actor,
    note,
    at,
  };
  await insertOrderEvent(transaction, event);
  return true;
}

/**
 * Changes columns of an order whose status stays: its version grows, but no event tells of it. False when the order is no
 * longer in the state the change starts from; then nothing was written.
 */
export async function amendOrder(
  transaction: Transaction,
  from: OrderState,
  changes: OrderChanges,
): Promise<boolean> {
  return updateOrder(transaction, from, { ...changes, updatedAt: clock.now() });
}
