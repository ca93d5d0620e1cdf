import { and, count, desc, eq, lt } from "drizzle-orm";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { favorites } from "./tables";

export interface FavoriteRow {
  readonly id: string;
  readonly productId: string;
}

/**
 * A user's favourites, the newest first (UUIDv7 sorts by time), at most `limit`.
 * @param before id before which the page begins; from the newest when null.
 */
export async function findFavorites(
  executor: DatabaseExecutor,
  userId: string,
  limit: number,
  before: string | null,
): Promise<readonly FavoriteRow[]> {
  return executor
    .select({ id: favorites.id, productId: favorites.productId })
    .from(favorites)
    .where(
      and(eq(favorites.userId, userId), before === null ? undefined : lt(favorites.id, before)),
    )
    .orderBy(desc(favorites.id))
    .limit(limit);
}

export async function countFavorites(executor: DatabaseExecutor, userId: string): Promise<number> {
  const [row] = await executor
    .select({ total: count() })
    .from(favorites)
    .where(eq(favorites.userId, userId));
  return row?.total ?? 0;
}
