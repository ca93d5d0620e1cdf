import type { Catalogue } from "../catalogue/catalogue";
import { DAY_MS, before } from "../core/time";
import type { DemoProduct } from "../types/catalogue";
import type { DemoRanking } from "../types/marketing";
import type { DemoOrder } from "../types/orders";
import type { DemoRating } from "../types/reviews";

const LIST_LENGTH = 50;

/** The weight of the shop's mean in a product's rating: a single five-star review makes no champion. */
const PRIOR_REVIEWS = 5;

export interface RankingSources {
  readonly now: Date;
  readonly catalogue: Catalogue;
  readonly orders: readonly DemoOrder[];
  readonly ratings: readonly DemoRating[];
}

type Score = (product: DemoProduct) => number;

/** Pieces sold in the last 30 days, by product. */
function soldUnits(orders: readonly DemoOrder[], now: Date): Map<string, number> {
  const sold = new Map<string, number>();
  const since = before(now, 30 * DAY_MS);
  for (const order of orders) {
    if (!order.paidAt || order.paidAt < since || order.status === "CANCELLED") continue;
    for (const { productId, quantity } of order.lines) {
      sold.set(productId, (sold.get(productId) ?? 0) + quantity);
    }
  }
  return sold;
}

/** Bayesian mean of the stars, times 1,000; 0 without a review. */
function starScore(ratings: readonly DemoRating[]): Score {
  const total = ratings.reduce((stars, rating) => stars + rating.sum, 0);
  const count = ratings.reduce((reviews, rating) => reviews + rating.count, 0);
  const mean = total / Math.max(count, 1);
  const byProduct = new Map(ratings.map((rating) => [rating.productId, rating]));
  return ({ id }) => {
    const own = byProduct.get(id);
    if (!own) return 0;
    return Math.round((1_000 * (own.sum + PRIOR_REVIEWS * mean)) / (own.count + PRIOR_REVIEWS));
  };
}

/** The three lists, best first, of published products with a score above 0. */
export function createRankings({ now, catalogue, orders, ratings }: RankingSources): DemoRanking[] {
  const onSale = catalogue.products.filter((product) => product.status === "PUBLISHED");
  const sold = soldUnits(orders, now);
  const list = (kind: DemoRanking["kind"], scoreOf: Score): DemoRanking[] =>
    onSale
      .map((product) => ({ productId: product.id, score: scoreOf(product) }))
      .filter(({ score }) => score > 0)
      .toSorted((left, right) =>
        // Equal scores go by id, so that the list is the same in every process.
        left.score === right.score
          ? left.productId < right.productId
            ? -1
            : 1
          : right.score - left.score,
      )
      .slice(0, LIST_LENGTH)
      .map((entry, index) => ({ kind, position: index + 1, ...entry }));
  return [
    ...list("NEWEST", (product) => product.publishedAt?.getTime() ?? 0),
    ...list("BEST_RATED", starScore(ratings)),
    ...list("HOT", (product) => sold.get(product.id) ?? 0),
  ];
}
