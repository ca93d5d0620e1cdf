/** The author has bought the line, it was delivered, and no line has two reviews. */
export interface DemoReview {
  readonly id: string;
  readonly productId: string;
  readonly skuId: string;
  readonly orderId: string;
  readonly orderLineId: string;
  readonly userId: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly text: string | null;
  /** Only PUBLISHED ones count in a rating. */
  readonly status: "PUBLISHED" | "HIDDEN";
  readonly createdAt: Date;
  readonly replies: readonly DemoReviewReply[];
}

export interface DemoReviewReply {
  readonly id: string;
  readonly reviewId: string;
  readonly userId: string;
  readonly text: string;
  readonly createdAt: Date;
}

/** Recomputed from the PUBLISHED reviews of a product; products without one have no row. */
export interface DemoRating {
  readonly productId: string;
  readonly sum: number;
  readonly count: number;
}
