import { groupBy } from "../core/groups";
import { byId, describeWorlds, repeated, total } from "../tests/worlds";

describeWorlds("stock", ({ now, product, order, marketing }) => {
  const { skus, stockLevels, reservations, stockMovements } = product;
  const orders = byId(order.orders);
  const movementsOf = groupBy(stockMovements, ({ skuId }) => skuId);
  const reservationsOf = groupBy(reservations, ({ skuId }) => skuId);

  test("every SKU has one level, and 0 <= reserved <= on hand (I1)", () => {
    expect(stockLevels.map(({ skuId }) => skuId)).toEqual(skus.map(({ id }) => id));
    const broken = stockLevels.filter(({ onHand, reserved }) => reserved < 0 || reserved > onHand);
    expect(broken).toEqual([]);
  });

  test("the ledger of a SKU sums to what is on hand and never falls below zero (P10)", () => {
    for (const { skuId, onHand } of stockLevels) {
      const running: number[] = [];
      const own = movementsOf.get(skuId) ?? [];
      own.forEach(({ delta }, index) => running.push((running[index - 1] ?? 0) + delta));
      expect(running.at(-1) ?? 0).toBe(onHand);
      expect(running.filter((units) => units < 0)).toEqual([]);
      const instants = own.map(({ at }) => at.getTime());
      expect(instants).toEqual(instants.toSorted((left, right) => left - right));
    }
  });

  test("opening and adjustments equal on hand plus committed less restocked (I2)", () => {
    for (const { skuId, onHand } of stockLevels) {
      const brought = (movementsOf.get(skuId) ?? []).filter(
        ({ kind }) => kind === "OPENING" || kind === "ADJUSTMENT",
      );
      const committed = (reservationsOf.get(skuId) ?? []).filter(
        ({ status }) => status === "COMMITTED",
      );
      const gone = total(
        committed.map(({ quantity, restockedQuantity }) => quantity - restockedQuantity),
      );
      expect(total(brought.map(({ delta }) => delta))).toBe(onHand + gone);
    }
  });

  test("reserved is the sum of the live reservations (I2)", () => {
    for (const { skuId, reserved } of stockLevels) {
      const live = (reservationsOf.get(skuId) ?? []).filter(({ status }) => status === "RESERVED");
      expect(total(live.map(({ quantity }) => quantity))).toBe(reserved);
    }
  });

  test("a reservation is unique per kind, reference and SKU", () => {
    const keys = reservations.map(({ kind, referenceId, skuId }) => kind + referenceId + skuId);
    expect(repeated(keys)).toEqual([]);
  });

  test("an order's reservations are its lines, and follow its status", () => {
    const ofOrder = groupBy(
      reservations.filter(({ kind }) => kind === "ORDER"),
      ({ referenceId }) => referenceId,
    );
    expect([...ofOrder.keys()].filter((id) => !orders.has(id))).toEqual([]);
    for (const { id, status, paidAt, lines } of order.orders) {
      const own = ofOrder.get(id) ?? [];
      const state = paidAt ? "COMMITTED" : status === "PENDING_PAYMENT" ? "RESERVED" : "RELEASED";
      const isBack = status === "CANCELLED" && paidAt !== null;
      const expected = status === "REJECTED" ? [] : lines;
      expect(
        own.map((row) => [row.skuId, row.quantity, row.status, row.restockedQuantity].join()),
      ).toEqual(
        expected.map((line) =>
          [line.skuId, line.quantity, state, isBack ? line.quantity : 0].join(),
        ),
      );
    }
  });

  test("a commit or restock names its order", () => {
    const broken = stockMovements.filter(({ kind, orderId }) => {
      const isSale = kind === "COMMIT" || kind === "RESTOCK";
      return isSale !== (orderId !== null && orders.has(orderId));
    });
    expect(broken).toEqual([]);
  });

  test("a flash sale item holds what no order has drawn, until the sale is over", () => {
    const items = marketing.flashSales.flatMap((sale) =>
      sale.items.map((item) => ({ ...item, status: sale.endsAt > now ? "RESERVED" : "RELEASED" })),
    );
    expect(items.length).toBeGreaterThan(0);
    for (const { id, skuId, quota, status } of items) {
      const drawn = marketing.flashTickets.filter(
        (ticket) => ticket.itemId === id && ["ORDERED", "PAID"].includes(ticket.status),
      );
      const quantity = quota - total(drawn.map((ticket) => ticket.quantity));
      const rows = reservations.filter(({ referenceId }) => referenceId === id);
      expect(rows).toMatchObject([{ kind: "FLASH_SALE", skuId, quantity, status }]);
    }
  });

  test("some SKUs are sold out, some are nearly so, most have plenty", () => {
    const free = stockLevels.map(({ onHand, reserved }) => onHand - reserved);
    expect(free.filter((units) => units === 0).length).toBeGreaterThan(5);
    expect(free.filter((units) => units > 0 && units < 5).length).toBeGreaterThan(10);
    expect(free.filter((units) => units >= 20).length).toBeGreaterThan(500);
  });
});
