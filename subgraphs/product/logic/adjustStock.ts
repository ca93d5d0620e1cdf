import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { refuse } from "@micro-shop/common/errors";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import { runOnceYielding } from "@micro-shop/common/messaging/idempotency";
import type { ProductContext } from "../context";
import { insertMovements } from "../model/movements";
import { readSkus, type SkuRow } from "../model/skus";
import { adjustUnits, readStock } from "../model/stock";

export interface StockAdjustment {
  readonly skuId: string;
  /** Units, not 0. */
  readonly delta: number;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * Changes the units on hand and notes it in the ledger, once a key; answers the SKU as it is now.
 * Refused: NOT_FOUND, INSUFFICIENT_STOCK (less than is reserved would remain), INVALID_INPUT (more than a SKU can hold).
 */
export async function adjustStock(
  context: ProductContext,
  adjustment: StockAdjustment,
): Promise<SkuRow> {
  const { idempotencyKey: key, ...input } = adjustment;
  const { skuId } = input;
  const userId = signedInUser(context).id;
  await runOnceYielding(
    context.database,
    { userId, operation: "adjustStock", key, input },
    null,
    async (transaction) => {
      if (!(await adjustUnits(transaction, input))) await refuseAdjustment(transaction, input);
      const { delta, reason } = input;
      const movement = { skuId, kind: "ADJUSTMENT" as const, delta, reason };
      await insertMovements(
        transaction,
        [{ ...movement, orderId: null, actorId: userId }],
        clock.now(),
      );
    },
  );
  const [sku] = await readSkus(context.database.drizzle, [skuId], "all");
  if (!sku) throw new Error("A SKU that was just adjusted is gone.");
  // A field below may have been loaded by an earlier mutation of this request.
  context.loaders.sku.clear(skuId);
  context.loaders.skusOfProduct.clear(sku.productId);
  return sku;
}

async function refuseAdjustment(
  transaction: Transaction,
  { skuId, delta }: Pick<StockAdjustment, "skuId" | "delta">,
): Promise<never> {
  const stock = await readStock(transaction, skuId);
  if (stock === null) {
    return refuse("NOT_FOUND", "There is no such SKU.", { path: ["input", "skuId"] });
  }
  const path = ["input", "delta"];
  if (delta > 0) return refuse("INVALID_INPUT", "That is more than a SKU can hold.", { path });
  const free = stock.onHand - stock.reserved;
  return refuse(
    "INSUFFICIENT_STOCK",
    `${free} can be taken away: ${stock.onHand} are on hand and ${stock.reserved} of them reserved.`,
    { path },
  );
}
