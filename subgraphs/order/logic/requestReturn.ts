import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { newId } from "@micro-shop/common/ids";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import type { OrderContext } from "../context";
import type { LineQuantity } from "../model/orderLines";
import { findLinesOfOrders } from "../model/orderLines";
import { lockOrder } from "../model/orders";
import type { OrderStatus } from "../model/orderStatus";
import { findReturn, insertReturn, sumReturned, type ReturnRow } from "../model/returns";
import { sumShipped } from "../model/shipments";
import { quantitiesLeft, takeFromLines } from "./lineQuantities";

export interface ReturnRequest {
  readonly orderId: string;
  readonly lines: readonly LineQuantity[];
  /** The buyer's words. */
  readonly reason: string;
  readonly idempotencyKey: string;
}

const returnable: ReadonlySet<OrderStatus> = new Set(["DELIVERED", "COMPLETED"]);

/**
 * The buyer asks to send goods of a delivered order back, once a key: of each line no more than was shipped and does not
 * come back by another return. Nothing moves until staff have decided.
 * Refuses NOT_FOUND (order, also somebody else's; line), INVALID_STATE, QUANTITY_EXCEEDED and IDEMPOTENCY_KEY_REUSED.
 */
export async function requestReturn(
  context: OrderContext,
  { idempotencyKey: key, ...input }: ReturnRequest,
): Promise<ReturnRow> {
  const { database, loaders } = context;
  const { id: userId } = signedInUser(context);
  const made = { returnId: newId() };
  const { result } = await runOnceYielding(
    database,
    { userId, operation: "requestReturn", key, input },
    made,
    (transaction) => request(transaction, { ...input, id: made.returnId, userId }),
  );
  loaders.returnsOfOrder.clear(input.orderId);
  const row = await findReturn(database.drizzle, result.returnId);
  if (!row) throw new Error(`Return ${result.returnId} is missing.`);
  return row;
}

type NewRequest = Omit<ReturnRequest, "idempotencyKey"> & {
  readonly id: string;
  readonly userId: string;
};

async function request(
  transaction: Transaction,
  { userId, orderId, lines: wanted, ...words }: NewRequest,
): Promise<void> {
  const path = ["input", "orderId"];
  // Under the lock, so that two requests cannot take the same goods.
  const order = await lockOrder(transaction, orderId);
  if (order?.userId !== userId) return refuse("NOT_FOUND", "There is no such order.", { path });
  if (!returnable.has(order.status)) {
    return refuse("INVALID_STATE", "Only delivered goods can be sent back.", { path });
  }
  const none = (await findLinesOfOrders(transaction, [orderId])).map(({ id }) => ({
    orderLineId: id,
    quantity: 0,
  }));
  const shipped = await sumShipped(transaction, orderId);
  const left = quantitiesLeft([...none, ...shipped], await sumReturned(transaction, orderId));
  const lines = takeFromLines(wanted, left, "be sent back");
  await insertReturn(transaction, { ...words, orderId, lines, requestedAt: clock.now() });
}
