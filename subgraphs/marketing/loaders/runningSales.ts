import { clock } from "@micro-shop/common/clock";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { findRunningSalesOf, type FlashSaleRow } from "../model/flashSales";

export interface RunningSale {
  readonly productId: string;
  readonly sale: FlashSaleRow;
}

/** The running sale of each product, the next to end when it is in several; one statement. */
export async function readRunningSales(
  executor: DatabaseExecutor,
  productIds: readonly string[],
): Promise<readonly RunningSale[]> {
  const byProduct = new Map<string, FlashSaleRow>();
  for (const sale of await findRunningSalesOf(executor, productIds, clock.now())) {
    for (const { productId } of sale.items) {
      if (!byProduct.has(productId)) byProduct.set(productId, sale);
    }
  }
  return [...byProduct].map(([productId, sale]) => ({ productId, sale }));
}
