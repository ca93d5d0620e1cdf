import type { Catalogue } from "../catalogue/catalogue";
import { groupBy, need } from "../core/groups";
import { type IdMaker, createIds } from "../core/ids";
import { sum } from "../core/money";
import { type DemoRandom, createRandom } from "../core/random";
import { DAY_MS, HOUR_MS, after, before } from "../core/time";
import { reachedAt } from "../orders/timeline";
import type { People } from "../people/people";
import type { DemoOrder, DemoOrderLine } from "../types/orders";
import type { DemoRating, DemoReview, DemoReviewReply } from "../types/reviews";
import { type Verdict, createVerdict, replyText } from "./verdict";

export interface Reviews {
  /** Oldest first. */
  readonly reviews: readonly DemoReview[];
  readonly ratings: readonly DemoRating[];
}

export interface ReviewSources {
  readonly now: Date;
  readonly seed: number;
  readonly people: People;
  readonly catalogue: Catalogue;
  readonly orders: readonly DemoOrder[];
}

/** The slug of the top category of each product. */
function aisles({ categories, products }: Catalogue): Map<string, string> {
  const byId = new Map(categories.map((category) => [category.id, category]));
  return new Map(
    products.map((product) => {
      const leaf = need(byId, product.categoryId);
      return [product.id, leaf.parentId === null ? leaf.slug : need(byId, leaf.parentId).slug];
    }),
  );
}

interface ReviewedLine {
  readonly order: DemoOrder;
  readonly line: DemoOrderLine;
  readonly deliveredAt: Date;
}

/** Delivered at least a day ago, so that there was time to write. */
function reviewable(orders: readonly DemoOrder[], now: Date): ReviewedLine[] {
  return orders.flatMap((order) => {
    const deliveredAt = reachedAt(order.events, "DELIVERED");
    if (!deliveredAt || deliveredAt > before(now, DAY_MS)) return [];
    return order.lines.map((line) => ({ order, line, deliveredAt }));
  });
}

interface Writing extends ReviewSources {
  readonly random: DemoRandom;
  readonly newId: IdMaker;
}

/** Staff answer half of the complaints and thank now and then. */
function repliesOf(
  review: Omit<DemoReview, "replies">,
  { mood }: Verdict,
  { now, people, random, newId }: Writing,
): DemoReviewReply[] {
  const createdAt = after(review.createdAt, random.integer(2 * HOUR_MS, 20 * HOUR_MS));
  if (createdAt > now || !random.chance(mood === "UNHAPPY" ? 0.5 : 0.08)) return [];
  const text = replyText(mood, random);
  return [{ id: newId(createdAt), reviewId: review.id, userId: people.staff.id, text, createdAt }];
}

function writeReview(
  { order, line, deliveredAt }: ReviewedLine,
  verdict: Verdict,
  writing: Writing,
): DemoReview {
  const { now, random, newId } = writing;
  const latest = Math.min(now.getTime() - HOUR_MS, after(deliveredAt, 10 * DAY_MS).getTime());
  const createdAt = new Date(random.integer(after(deliveredAt, HOUR_MS).getTime(), latest));
  const review = {
    id: newId(createdAt),
    productId: line.productId,
    skuId: line.skuId,
    orderId: order.id,
    orderLineId: line.id,
    userId: order.userId,
    rating: verdict.rating,
    text: verdict.text,
    status: random.chance(0.01) ? ("HIDDEN" as const) : ("PUBLISHED" as const),
    createdAt,
  };
  return { ...review, replies: repliesOf(review, verdict, writing) };
}

/** Four of five delivered lines get a review by their buyer, within ten days. */
export function createReviews(sources: ReviewSources): Reviews {
  const { now, seed, catalogue, orders } = sources;
  const random = createRandom(seed, "reviews");
  const writing = { ...sources, random, newId: createIds(createRandom(seed, "review ids")) };
  const aisleOf = aisles(catalogue);
  const qualityOf = new Map(
    catalogue.products.map((product) => [product.id, 0.45 + random.next() * 0.45]),
  );
  const reviews = reviewable(orders, now)
    .filter(() => random.chance(0.8))
    .map((reviewed) => {
      const { productId } = reviewed.line;
      const verdict = createVerdict(need(qualityOf, productId), need(aisleOf, productId), random);
      return writeReview(reviewed, verdict, writing);
    })
    .toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime());
  return { reviews, ratings: rate(reviews) };
}

function rate(reviews: readonly DemoReview[]): DemoRating[] {
  const published = reviews.filter((review) => review.status === "PUBLISHED");
  const byProduct = groupBy(published, (review) => review.productId);
  return [...byProduct].map(([productId, own]) => ({
    productId,
    sum: sum(own.map((review) => review.rating)),
    count: own.length,
  }));
}
