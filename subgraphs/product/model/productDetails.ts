import { asc, inArray } from "drizzle-orm";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { productAttribute, productMedia } from "./tables";

export type MediaRow = typeof productMedia.$inferSelect;
export type AttributeRow = typeof productAttribute.$inferSelect;

export function readMedia(
  executor: DatabaseExecutor,
  productIds: readonly string[],
): Promise<MediaRow[]> {
  return executor
    .select()
    .from(productMedia)
    .where(inArray(productMedia.productId, [...productIds]))
    .orderBy(asc(productMedia.productId), asc(productMedia.position));
}

export function readAttributes(
  executor: DatabaseExecutor,
  productIds: readonly string[],
): Promise<AttributeRow[]> {
  return executor
    .select()
    .from(productAttribute)
    .where(inArray(productAttribute.productId, [...productIds]))
    .orderBy(asc(productAttribute.productId), asc(productAttribute.position));
}
