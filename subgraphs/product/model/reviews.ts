import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  inArray,
  lt,
  lte,
  or,
  sql,
  type SQL,
} from "drizzle-orm";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { product, review, reviewReply } from "./tables";
import { isVisibleProduct, isVisibleReview, type CallerVisibility } from "./visibility";

export type ReviewRow = typeof review.$inferSelect;
export type ReplyRow = typeof reviewReply.$inferSelect;

/** Replies shown below one review, the oldest first. */
const MAX_REPLIES = 20;

/** Where a page of reviews begins: behind this one. */
export interface ReviewPosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** Reviews by id that are visible and whose product is. */
export function readReviews(
  executor: DatabaseExecutor,
  ids: readonly string[],
  visibility: CallerVisibility,
): Promise<ReviewRow[]> {
  return executor
    .select(getTableColumns(review))
    .from(review)
    .innerJoin(product, eq(product.id, review.productId))
    .where(
      and(
        inArray(review.id, [...ids]),
        isVisibleProduct(visibility.products),
        isVisibleReview(visibility.reviews),
      ),
    );
}

/**
 * For each product its newest published reviews behind `after`, at most `limit`, in one statement. One small ordered
 * read of the index a product, glued together: a window function would read every review of a popular product.
 */
export function readReviewPages(
  executor: DatabaseExecutor,
  productIds: readonly string[],
  page: { readonly after: ReviewPosition | null; readonly limit: number },
): Promise<ReviewRow[]> {
  const parts = productIds.map(
    (productId) =>
      sql`(select ${review.id} from ${review} where ${and(
        eq(review.productId, productId),
        eq(review.status, "PUBLISHED"),
        isBehind(page.after),
      )} order by ${review.createdAt} desc, ${review.id} desc limit ${page.limit})`,
  );
  return executor
    .select(getTableColumns(review))
    .from(review)
    .innerJoin(sql`(${sql.join(parts, sql` union all `)}) as page`, sql`page.id = ${review.id}`)
    .orderBy(desc(review.createdAt), desc(review.id));
}

/** The first published replies of each review, oldest first. */
export function readReplies(
  executor: DatabaseExecutor,
  reviewIds: readonly string[],
): Promise<ReplyRow[]> {
  const numbered = executor
    .select({
      ...getTableColumns(reviewReply),
      ordinal:
        sql`row_number() over (partition by ${reviewReply.reviewId} order by ${reviewReply.createdAt}, ${reviewReply.id})`
          .mapWith(Number)
          .as("ordinal"),
    })
    .from(reviewReply)
    .where(inArray(reviewReply.reviewId, [...reviewIds]))
    .as("numbered");
  return executor
    .select({
      id: numbered.id,
      reviewId: numbered.reviewId,
      userId: numbered.userId,
      text: numbered.text,
      createdAt: numbered.createdAt,
    })
    .from(numbered)
    .where(lte(numbered.ordinal, MAX_REPLIES))
    .orderBy(asc(numbered.createdAt), asc(numbered.id));
}

function isBehind(after: ReviewPosition | null): SQL | undefined {
  if (after === null) return undefined;
  return and(
    lte(review.createdAt, after.createdAt),
    or(lt(review.createdAt, after.createdAt), lt(review.id, after.id)),
  );
}
