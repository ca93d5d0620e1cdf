import type { InferInsertModel } from "drizzle-orm";
import type { Transaction } from "@micro-shop/common/database/pool";
import { webhookEvents } from "./tables";

/** Takes a notice in, in the transaction of its effect. False when it was taken in before. */
export async function insertWebhookEvent(
  transaction: Transaction,
  event: InferInsertModel<typeof webhookEvents>,
): Promise<boolean> {
  const [result] = await transaction.insert(webhookEvents).ignore().values(event);
  return result.affectedRows === 1;
}
