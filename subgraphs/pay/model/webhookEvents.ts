import type { InferInsertModel } from "drizzle-orm";
import { isDuplicateKey } from "@micro-shop/common/database/errors";
import type { Transaction } from "@micro-shop/common/database/pool";
import { webhookEvents } from "./tables";

/** Takes a notice in, in the transaction of its effect. False when it was taken in before. */
export async function insertWebhookEvent(
  transaction: Transaction,
  event: InferInsertModel<typeof webhookEvents>,
): Promise<boolean> {
  try {
    await transaction.insert(webhookEvents).values(event);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
