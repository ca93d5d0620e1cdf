import { asc, inArray, type InferSelectModel } from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import { insertStatement } from "@micro-shop/common/database/insertStatement";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import { paymentEvents } from "./tables";

export type PaymentEventRow = InferSelectModel<typeof paymentEvents>;

const insertPaymentEvents = insertStatement(paymentEvents);

/** Adds a step to a payment's history, in the transaction that takes it. */
export async function insertPaymentEvent(
  transaction: Transaction,
  event: Omit<PaymentEventRow, "id">,
): Promise<void> {
  await insertPaymentEvents(transaction, [{ id: newId(), ...event }]);
}

/** The histories of several payments, each oldest first. */
export async function findPaymentEvents(
  executor: DatabaseExecutor,
  paymentIds: readonly string[],
): Promise<readonly PaymentEventRow[]> {
  return executor
    .select()
    .from(paymentEvents)
    .where(inArray(paymentEvents.paymentId, padInList(paymentIds)))
    .orderBy(asc(paymentEvents.at), asc(paymentEvents.id));
}
