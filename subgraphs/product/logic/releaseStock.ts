import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { compensate } from "@micro-shop/common/messaging/barrier";
import { inTransaction } from "@micro-shop/common/database/transaction";
import type { ProductContext } from "../context";
import { settleOrderReservations } from "../model/reservations";
import { releaseUnits } from "../model/stock";
import { reservationStep } from "./reservationStep";

/** `releaseOrderStock` in a transaction of its own. `released`: whether this call gave units back. */
export async function releaseStock(
  context: Pick<ProductContext, "database">,
  input: { readonly orderId: string },
): Promise<{ released: boolean }> {
  const released = await inTransaction(context.database, (transaction) =>
    releaseOrderStock(transaction, input.orderId),
  );
  return { released };
}

/**
 * Gives back what an order holds and closes the step: a reservation that comes later is refused. An order that holds
 * nothing (never reserved, refused, released or sold) needs nothing. Answers whether units were given back.
 */
export async function releaseOrderStock(
  transaction: Transaction,
  orderId: string,
): Promise<boolean> {
  let released = false;
  await compensate(transaction, reservationStep(orderId), async () => {
    released = await releaseAll(transaction, orderId);
  });
  return released;
}

async function releaseAll(transaction: Transaction, orderId: string): Promise<boolean> {
  const change = { status: "RELEASED", now: clock.now() } as const;
  const lines = await settleOrderReservations(transaction, orderId, change);
  for (const line of lines) {
    if (!(await releaseUnits(transaction, line))) {
      throw new Error(`Less is reserved of SKU ${line.skuId} than order ${orderId} holds.`);
    }
  }
  return lines.length > 0;
}
