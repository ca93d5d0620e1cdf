import { byId, describeWorlds, repeated, total } from "../tests/worlds";

describeWorlds("marketing", ({ now, user, product, order: slice, marketing }) => {
  const { couponTemplates, coupons, flashSales, flashTickets, promotions, banners, rankings } =
    marketing;
  const templates = byId(couponTemplates);
  const orders = byId(slice.orders);
  const products = byId(product.products);
  const skus = byId(product.skus);
  const isRunning = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): boolean =>
    startsAt <= now && endsAt > now;

  test("templates count their coupons and keep both limits (I6)", () => {
    for (const { id, claimed, used, quantity, perUserLimit } of couponTemplates) {
      const own = coupons.filter(({ templateId }) => templateId === id);
      expect(own).toHaveLength(claimed);
      expect(own.filter(({ status }) => status === "USED")).toHaveLength(used);
      expect(claimed).toBeLessThanOrEqual(quantity);
      for (const { userId } of own) {
        const ofUser = own.filter((coupon) => coupon.userId === userId);
        expect(ofUser.length).toBeLessThanOrEqual(perUserLimit);
      }
    }
  });

  test("one template is sold out, one is over, and the demo customers can claim some", () => {
    expect(couponTemplates.find(({ code }) => code === "EARLYBIRD")).toMatchObject({
      claimed: 25,
      quantity: 25,
    });
    expect(couponTemplates.find(({ code }) => code === "SUMMER20")?.endsAt.getTime()).toBeLessThan(
      now.getTime(),
    );
    const fresh = couponTemplates.find(({ code }) => code === "FRESH15");
    const demoCustomers = user.users.slice(0, 2).map(({ id }) => id);
    const claims = coupons.filter(
      ({ templateId, userId }) => templateId === fresh?.id && demoCustomers.includes(userId),
    );
    expect(claims).toEqual([]);
  });

  test("a coupon is claimed within its template's window by a customer", () => {
    const users = byId(user.users);
    for (const { templateId, userId, claimedAt, expiresAt } of coupons) {
      const template = templates.get(templateId);
      expect(users.get(userId)?.roles).toEqual(["CUSTOMER"]);
      expect(users.get(userId)?.createdAt.getTime()).toBeLessThan(claimedAt.getTime());
      expect(template?.startsAt.getTime()).toBeLessThanOrEqual(claimedAt.getTime());
      expect(template?.endsAt.getTime()).toBeGreaterThan(claimedAt.getTime());
      expect(template?.endsAt.getTime()).toBeGreaterThanOrEqual(expiresAt.getTime());
    }
  });

  test("a HELD or USED coupon has one live order of its owner; the others have none (I6, I7)", () => {
    expect(repeated(coupons.flatMap(({ orderId }) => orderId ?? []))).toEqual([]);
    for (const coupon of coupons) {
      const isTaken = coupon.status === "HELD" || coupon.status === "USED";
      expect(coupon.orderId !== null).toBe(isTaken);
      expect(coupon.heldAt !== null).toBe(isTaken);
      expect(coupon.usedAt !== null).toBe(coupon.status === "USED");
      const order = coupon.orderId === null ? undefined : orders.get(coupon.orderId);
      if (!order) continue;
      expect(order).toMatchObject({ couponId: coupon.id, userId: coupon.userId });
      expect(["CANCELLED", "EXPIRED", "REJECTED"]).not.toContain(order.status);
      expect(coupon.status).toBe(order.paidAt ? "USED" : "HELD");
    }
  });

  test("an UNUSED coupon is good, an EXPIRED one is past its date", () => {
    for (const { status, expiresAt } of coupons) {
      if (status === "UNUSED") expect(expiresAt.getTime()).toBeGreaterThan(now.getTime());
      if (status === "EXPIRED") expect(expiresAt.getTime()).toBeLessThanOrEqual(now.getTime());
    }
  });

  test("the wallet of each demo customer shows every status", () => {
    for (const { id } of user.users.slice(0, 2)) {
      const states = coupons.filter(({ userId }) => userId === id).map(({ status }) => status);
      expect(new Set(states)).toEqual(new Set(["UNUSED", "HELD", "USED", "EXPIRED"]));
    }
  });

  test("a discount is what the coupon's rule gives, on lines it applies to", () => {
    const couponOf = byId(coupons);
    for (const { couponId, discountMinor, lines } of slice.orders) {
      const coupon = couponId === null ? undefined : couponOf.get(couponId);
      const rule = coupon && templates.get(coupon.templateId);
      expect(discountMinor > 0).toBe(rule !== undefined);
      if (!rule) continue;
      const eligible = lines.filter(({ productId }) => {
        const categoryId = products.get(productId)?.categoryId ?? "";
        return rule.categoryIds.length === 0 || rule.categoryIds.includes(categoryId);
      });
      const spend = total(eligible.map((line) => line.unitPriceMinor * line.quantity));
      const exact =
        rule.kind === "PERCENT" ? (spend * rule.value) / 100 : Math.min(spend, rule.value);
      expect(spend).toBeGreaterThanOrEqual(rule.minSpendMinor);
      expect(Math.abs(discountMinor - exact)).toBeLessThanOrEqual(0.5);
      expect(total(eligible.map((line) => line.discountMinor))).toBe(discountMinor);
    }
  });

  test("one flash sale is running for ten years, one is to come, one is over", () => {
    const running = flashSales.filter(isRunning);
    expect(running.map(({ endsAt }) => endsAt.getUTCFullYear())).toEqual([
      now.getUTCFullYear() + 10,
    ]);
    expect(flashSales.filter(({ startsAt }) => startsAt > now)).toHaveLength(1);
    expect(flashSales.filter(({ endsAt }) => endsAt < now)).toHaveLength(1);
  });

  test("flash prices are below the price, and no SKU is in two sales", () => {
    const items = flashSales.flatMap((sale) => sale.items);
    expect(repeated(items.map(({ skuId }) => skuId))).toEqual([]);
    for (const { skuId, productId, flashPriceMinor } of items) {
      expect(flashPriceMinor).toBeGreaterThan(0);
      expect(flashPriceMinor).toBeLessThan(skus.get(skuId)?.priceMinor ?? 0);
      expect(skus.get(skuId)?.productId).toBe(productId);
      expect(products.get(productId)?.status).toBe("PUBLISHED");
    }
  });

  test("sold is what the tickets took, within the quota and the limit of a user (I13)", () => {
    for (const sale of flashSales) {
      for (const { id, sold, quota, perUserLimit } of sale.items) {
        const held = flashTickets.filter(
          ({ itemId, status }) => itemId === id && status !== "RETURNED",
        );
        expect(sold).toBe(total(held.map(({ quantity }) => quantity)));
        expect(sold).toBeLessThanOrEqual(quota);
        for (const { userId } of held) {
          const own = held.filter((ticket) => ticket.userId === userId);
          expect(total(own.map(({ quantity }) => quantity))).toBeLessThanOrEqual(perUserLimit);
        }
      }
    }
    const sold = flashSales.map((sale) => [
      sale.startsAt > now,
      sale.items.some((item) => item.sold > 0),
    ]);
    expect(sold.every(([isUpcoming, hasSold]) => isUpcoming !== hasSold)).toBe(true);
  });

  test("a ticket has the status of its order and was drawn inside the sale", () => {
    expect(new Set(flashTickets.map(({ status }) => status))).toEqual(
      new Set(["ADMITTED", "ORDERED", "PAID", "RETURNED"]),
    );
    for (const ticket of flashTickets) {
      const sale = flashSales.find(({ items }) => items.some(({ id }) => id === ticket.itemId));
      expect(sale?.startsAt.getTime()).toBeLessThan(ticket.createdAt.getTime());
      expect(sale?.endsAt.getTime()).toBeGreaterThan(ticket.createdAt.getTime());
      const order = ticket.orderId === null ? undefined : orders.get(ticket.orderId);
      expect(order === undefined).toBe(ticket.status === "ADMITTED");
      if (!order) continue;
      expect(order).toMatchObject({ flashTicketId: ticket.id, userId: ticket.userId });
      expect(order.lines.map(({ quantity }) => quantity)).toEqual([ticket.quantity]);
      const expected = { PENDING_PAYMENT: "ORDERED", EXPIRED: "RETURNED" }[order.status as string];
      expect(ticket.status).toBe(expected ?? "PAID");
    }
  });

  test("tickets that can still be used last for ten years", () => {
    const open = flashTickets.filter(({ status }) => status === "ADMITTED" || status === "ORDERED");
    expect(open.length).toBeGreaterThan(1);
    for (const { expiresAt } of open) {
      expect(expiresAt.getUTCFullYear()).toBe(now.getUTCFullYear() + 10);
    }
  });

  test("promotions of every kind exist; the running ones began after the newest order", () => {
    expect(new Set(promotions.map(({ kind }) => kind)).size).toBe(5);
    const newest = Math.max(...slice.orders.map(({ createdAt }) => createdAt.getTime()));
    const running = promotions.filter(isRunning);
    expect(running.length).toBeGreaterThan(0);
    for (const { startsAt } of running) expect(startsAt.getTime()).toBeGreaterThan(newest);
  });

  test("categories of coupons and promotions exist", () => {
    const known = byId(product.categories);
    const named = [...couponTemplates, ...promotions].flatMap(({ categoryIds }) => categoryIds);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  test("the home page has banners, in an order without ties", () => {
    expect(banners.filter(isRunning).length).toBeGreaterThanOrEqual(3);
    expect(repeated(banners.map(({ position }) => position))).toEqual([]);
  });

  test("rankings hold published products once each, best first", () => {
    for (const kind of ["NEWEST", "BEST_RATED", "HOT"]) {
      const own = rankings.filter((entry) => entry.kind === kind);
      expect(own.length).toBeGreaterThanOrEqual(20);
      expect(own.map(({ position }) => position)).toEqual(own.map((_, index) => index + 1));
      expect(repeated(own.map(({ productId }) => productId))).toEqual([]);
      const scores = own.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((left, right) => right - left));
      expect(
        own.filter(({ productId }) => products.get(productId)?.status !== "PUBLISHED"),
      ).toEqual([]);
    }
  });
});
