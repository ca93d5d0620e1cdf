import { and, asc, eq, gt, inArray, lte, sql, type InferSelectModel } from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import type { BannerPlacement, RankingKind } from "../types/enums";
import { banners, rankings } from "./tables";

export type BannerRow = InferSelectModel<typeof banners>;

/** The banners of a place in their time, in order, at most `limit`. */
export async function findBanners(
  executor: DatabaseExecutor,
  placement: BannerPlacement,
  at: { readonly now: Date; readonly limit: number },
): Promise<readonly BannerRow[]> {
  return executor
    .select()
    .from(banners)
    .where(
      and(
        eq(banners.placement, placement),
        lte(banners.startsAt, at.now),
        gt(banners.endsAt, at.now),
      ),
    )
    .orderBy(asc(banners.position), asc(banners.id))
    .limit(at.limit);
}

/** Product ids of a ranking, best first. */
export async function findRanking(
  executor: DatabaseExecutor,
  kind: RankingKind,
  first: number,
): Promise<readonly string[]> {
  const rows = await executor
    .select({ productId: rankings.productId })
    .from(rankings)
    .where(eq(rankings.kind, kind))
    .orderBy(asc(rankings.position))
    .limit(first);
  return rows.map((row) => row.productId);
}

/** The first places of several rankings: ranking by ranking in the order of `kinds`, each best first. */
export async function findTopOfRankings(
  executor: DatabaseExecutor,
  kinds: readonly RankingKind[],
  first: number,
): Promise<readonly string[]> {
  const order = sql.join(
    kinds.map((kind) => sql`${kind}`),
    sql`, `,
  );
  const rows = await executor
    .select({ productId: rankings.productId })
    .from(rankings)
    .where(and(inArray(rankings.kind, [...kinds]), lte(rankings.position, first)))
    .orderBy(sql`field(${rankings.kind}, ${order})`, asc(rankings.position));
  return rows.map((row) => row.productId);
}

export interface RankedProduct {
  readonly productId: string;
  /** From 1. */
  readonly position: number;
}

/** Where the products stand in a ranking; those that are not in it are missing. */
export async function findPositions(
  executor: DatabaseExecutor,
  kind: RankingKind,
  productIds: readonly string[],
): Promise<readonly RankedProduct[]> {
  return executor
    .select({ productId: rankings.productId, position: rankings.position })
    .from(rankings)
    .where(and(eq(rankings.kind, kind), inArray(rankings.productId, padInList(productIds))));
}
