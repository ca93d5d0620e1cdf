import { byId, describeWorlds, repeated, total } from "../tests/worlds";

describeWorlds("reviews", ({ now, user, product, order: slice }) => {
  const { reviews, ratings } = product;
  const orders = byId(slice.orders);
  const published = reviews.filter(({ status }) => status === "PUBLISHED");

  test("there are a thousand and more to read, and a few that moderation hid", () => {
    expect(published.length).toBeGreaterThanOrEqual(1_000);
    expect(reviews.length).toBeGreaterThan(published.length);
  });

  test("the author bought the line and had it delivered before (P12)", () => {
    for (const review of reviews) {
      const order = orders.get(review.orderId);
      const line = order?.lines.find(({ id }) => id === review.orderLineId);
      expect(order).toMatchObject({ userId: review.userId, fulfillmentStatus: "DELIVERED" });
      expect(line).toMatchObject({ skuId: review.skuId, productId: review.productId });
      const delivered = order?.events.find(({ status }) => status === "DELIVERED")?.at;
      expect(delivered?.getTime()).toBeLessThan(review.createdAt.getTime());
    }
  });

  test("no line has two reviews", () => {
    expect(repeated(reviews.map(({ orderLineId }) => orderLineId))).toEqual([]);
  });

  test("ratings are what the published reviews give", () => {
    expect(repeated(ratings.map(({ productId }) => productId))).toEqual([]);
    expect(total(ratings.map(({ count }) => count))).toBe(published.length);
    for (const rating of ratings) {
      const own = published.filter(({ productId }) => productId === rating.productId);
      expect(rating.count).toBe(own.length);
      expect(rating.sum).toBe(total(own.map((review) => review.rating)));
    }
  });

  test("stars are 1 to 5, all of them occur, and texts differ", () => {
    expect(new Set(reviews.map(({ rating }) => rating))).toEqual(new Set([1, 2, 3, 4, 5]));
    const texts = reviews.flatMap(({ text }) => text ?? []);
    expect(new Set(texts).size).toBeGreaterThan(600);
  });

  test("staff answer some, after the review and before now", () => {
    const support = user.users.filter(({ roles }) => roles.includes("SUPPORT"));
    const answered = reviews.filter(({ replies }) => replies.length > 0);
    expect(answered.length).toBeGreaterThan(50);
    for (const { id, createdAt, replies } of answered) {
      for (const reply of replies) {
        expect([reply.reviewId, reply.userId]).toEqual([id, support[0]?.id]);
        expect(reply.createdAt.getTime()).toBeGreaterThan(createdAt.getTime());
        expect(reply.createdAt.getTime()).toBeLessThan(now.getTime());
      }
    }
  });

  test("each demo customer still has something to review", () => {
    const done = new Set(reviews.map(({ orderLineId }) => orderLineId));
    for (const { id } of user.users.slice(0, 2)) {
      const open = slice.orders
        .filter(
          ({ userId, fulfillmentStatus }) => userId === id && fulfillmentStatus === "DELIVERED",
        )
        .flatMap(({ lines }) => lines)
        .filter((line) => !done.has(line.id));
      expect(open.length).toBeGreaterThan(0);
    }
  });
});
