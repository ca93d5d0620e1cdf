import { percentOfMinor } from "../core/money";
import { byId, describeWorlds, repeated, total } from "../tests/worlds";
import type { DemoPostalAddress } from "../types/people";
import type { DemoOrder, DemoOrderLine, DemoOrderStatus } from "../types/orders";

/** The state machine of the mall; an order's first published status is PENDING_PAYMENT. */
const transitions: Readonly<Record<DemoOrderStatus, readonly DemoOrderStatus[]>> = {
  REJECTED: [],
  PENDING_PAYMENT: ["PAID", "CANCELLED", "EXPIRED"],
  PAID: ["PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED"],
  PARTIALLY_SHIPPED: ["SHIPPED"],
  SHIPPED: ["DELIVERED"],
  DELIVERED: ["COMPLETED"],
  COMPLETED: [],
  CANCELLED: [],
  EXPIRED: [],
};

const everyEnding = [
  "CANCELLED, paid",
  "CANCELLED, unpaid",
  "COMPLETED, paid",
  "DELIVERED, paid",
  "EXPIRED, unpaid",
  "PAID, paid",
  "PARTIALLY_SHIPPED, paid",
  "PENDING_PAYMENT, unpaid",
  "REJECTED, unpaid",
  "SHIPPED, paid",
];

const shippedUnits = (order: DemoOrder, lineId: string): number =>
  total(
    order.shipments
      .flatMap(({ lines }) => lines)
      .filter(({ orderLineId }) => orderLineId === lineId)
      .map(({ quantity }) => quantity),
  );

describeWorlds("orders", ({ now, user, product, order: slice, marketing }) => {
  const { orders, shippingMethods, taxPercent } = slice;
  const users = byId(user.users);
  const skus = byId(product.skus);
  const products = byId(product.products);

  test("each demo customer has orders in every state", () => {
    for (const { id } of user.users.slice(0, 2)) {
      const own = orders.filter(({ userId }) => userId === id);
      const endings = new Set(
        own.map(({ status, paidAt }) => `${status}, ${paidAt ? "paid" : "unpaid"}`),
      );
      expect([...endings].toSorted()).toEqual(everyEnding);
    }
  });

  test("the others have orders in every state, too", () => {
    const demoCustomers = new Set(user.users.slice(0, 2).map(({ id }) => id));
    const states = orders.filter(({ userId }) => !demoCustomers.has(userId));
    expect(new Set(states.map(({ status }) => status)).size).toBe(9);
  });

  test("order numbers, idempotency keys, payments and tracking numbers are unique", () => {
    expect(repeated(orders.map(({ orderNo }) => orderNo))).toEqual([]);
    expect(repeated(orders.map(({ idempotencyKey }) => idempotencyKey))).toEqual([]);
    expect(repeated(orders.flatMap(({ paymentId }) => paymentId ?? []))).toEqual([]);
    const parcels = orders.flatMap(({ shipments }) => shipments);
    expect(repeated(parcels.map(({ trackingNumber }) => trackingNumber))).toEqual([]);
  });

  test("the total is items less discount plus shipping plus tax (I11)", () => {
    const fees = new Map(shippingMethods.map(({ code, feeMinor }) => [code, feeMinor]));
    for (const order of orders) {
      const items = total(order.lines.map((line) => line.unitPriceMinor * line.quantity));
      const discount = total(order.lines.map((line) => line.discountMinor));
      const shipping = fees.get(order.shippingMethod) ?? Number.NaN;
      const tax = percentOfMinor(items - discount, taxPercent);
      const { itemsMinor, discountMinor, shippingMinor, taxMinor, totalMinor } = order;
      expect([itemsMinor, discountMinor, shippingMinor, taxMinor, totalMinor]).toEqual([
        items,
        discount,
        shipping,
        tax,
        items - discount + shipping + tax,
      ]);
    }
    expect(orders.filter(({ totalMinor }) => totalMinor <= 0)).toEqual([]);
  });

  test("no line is discounted below zero", () => {
    const lines = orders.flatMap((order) => order.lines);
    const broken = lines.filter(
      ({ discountMinor, unitPriceMinor, quantity }) =>
        discountMinor < 0 || discountMinor > unitPriceMinor * quantity,
    );
    expect(broken).toEqual([]);
  });

  test("a line is a snapshot of its SKU, and no order has a SKU twice", () => {
    const items = byId(marketing.flashSales.flatMap((sale) => sale.items));
    const tickets = byId(marketing.flashTickets);
    const priceOf = ({ flashTicketId }: DemoOrder, skuId: string): number | undefined => {
      if (flashTicketId === null) return skus.get(skuId)?.priceMinor;
      return items.get(tickets.get(flashTicketId)?.itemId ?? "")?.flashPriceMinor;
    };
    const isSnapshot = (order: DemoOrder, line: DemoOrderLine): boolean => {
      const sku = skus.get(line.skuId);
      return (
        sku?.productId === line.productId &&
        sku.code === line.skuCode &&
        products.get(line.productId)?.name === line.name &&
        priceOf(order, line.skuId) === line.unitPriceMinor &&
        line.quantity > 0
      );
    };
    for (const order of orders) {
      expect(order.lines.filter((line) => !isSnapshot(order, line))).toEqual([]);
      expect(new Set(order.lines.map(({ skuId }) => skuId)).size).toBe(order.lines.length);
    }
    const isEmptyOrShuffled = ({ lines }: DemoOrder): boolean =>
      lines.length === 0 || lines.some(({ position }, index) => position !== index);
    expect(orders.filter(isEmptyOrShuffled)).toEqual([]);
  });

  test("only what was on sale was bought, by customers that existed", () => {
    const wasOnSale = (productId: string, at: Date): boolean => {
      const { publishedAt = null, archivedAt = null } = products.get(productId) ?? {};
      return publishedAt !== null && publishedAt < at && (archivedAt === null || archivedAt > at);
    };
    const wasThere = (userId: string, at: Date): boolean => {
      const buyer = users.get(userId);
      return buyer?.status === "ACTIVE" && buyer.roles.includes("CUSTOMER") && buyer.createdAt < at;
    };
    const broken = orders.filter(
      ({ userId, createdAt, lines }) =>
        !wasThere(userId, createdAt) ||
        !lines.every(({ productId }) => wasOnSale(productId, createdAt)),
    );
    expect(broken).toEqual([]);
  });

  test("the history follows the state machine, versions and time without a gap (I12)", () => {
    for (const { events, status, createdAt, version } of orders) {
      if (status === "REJECTED") {
        expect([events, version]).toEqual([[], 1]);
        continue;
      }
      const path = events.map((event) => event.status);
      const wrong = path.slice(1).filter((next, index) => {
        const previous = path[index];
        return previous === undefined || !transitions[previous].includes(next);
      });
      expect([path[0], path.at(-1), wrong]).toEqual(["PENDING_PAYMENT", status, []]);
      expect(events.map((event) => event.version)).toEqual(path.map((_, index) => index + 1));
      const instants = [createdAt, ...events.map(({ at }) => at), now].map((at) => at.getTime());
      expect([version, instants]).toEqual([
        events.length,
        instants.toSorted((left, right) => left - right),
      ]);
    }
  });

  test("unpaid orders may still be paid in ten years; the expired ones waited half an hour", () => {
    for (const { status, expiresAt, createdAt, updatedAt } of orders) {
      if (status === "PENDING_PAYMENT") {
        expect(expiresAt?.getUTCFullYear()).toBe(now.getUTCFullYear() + 10);
      } else if (status === "EXPIRED") {
        expect(expiresAt?.getTime()).toBe(createdAt.getTime() + 1_800_000);
        expect(updatedAt.getTime()).toBeGreaterThan(expiresAt?.getTime() ?? Infinity);
      } else if (expiresAt) {
        expect(expiresAt.getTime()).toBeGreaterThan(createdAt.getTime());
      }
    }
  });

  test("an order is paid before it would expire", () => {
    const late = orders.filter(
      ({ paidAt, expiresAt }) => paidAt && expiresAt && paidAt > expiresAt,
    );
    expect(late).toEqual([]);
  });

  test("parcels hold what the fulfilment status says (O9)", () => {
    for (const order of orders) {
      const { lines, shipments, fulfillmentStatus, status } = order;
      const open = lines.map((line) => line.quantity - shippedUnits(order, line.id));
      expect(open.filter((units) => units < 0)).toEqual([]);
      const isAllSent = total(open) === 0;
      const expected = {
        UNFULFILLED: shipments.length === 0,
        PARTIAL: shipments.length > 0 && !isAllSent,
        SHIPPED: isAllSent,
        DELIVERED: isAllSent && shipments.every((parcel) => parcel.status === "DELIVERED"),
      };
      expect([status, expected[fulfillmentStatus]]).toEqual([status, true]);
      for (const parcel of shipments) {
        expect(parcel.lines.length).toBeGreaterThan(0);
        expect(parcel.deliveredAt === null).toBe(parcel.status === "SHIPPED");
        if (parcel.deliveredAt) {
          expect(parcel.deliveredAt.getTime()).toBeGreaterThan(parcel.shippedAt.getTime());
        }
      }
    }
    expect(orders.some(({ shipments }) => shipments.length === 2)).toBe(true);
  });

  test("the status of fulfilment agrees with the order's", () => {
    const agreement: Readonly<Record<DemoOrderStatus, string>> = {
      REJECTED: "UNFULFILLED",
      PENDING_PAYMENT: "UNFULFILLED",
      PAID: "UNFULFILLED",
      PARTIALLY_SHIPPED: "PARTIAL",
      SHIPPED: "SHIPPED",
      DELIVERED: "DELIVERED",
      COMPLETED: "DELIVERED",
      CANCELLED: "UNFULFILLED",
      EXPIRED: "UNFULFILLED",
    };
    const broken = orders.filter((order) => agreement[order.status] !== order.fulfillmentStatus);
    expect(broken).toEqual([]);
  });

  test("a paid order is cancelled only on a request that staff approved", () => {
    for (const { status, paidAt, cancellation, updatedAt } of orders) {
      if (status === "CANCELLED" && paidAt) {
        expect(cancellation).toMatchObject({ approved: true, resolvedAt: updatedAt });
        expect(cancellation?.requestedAt.getTime()).toBeLessThan(updatedAt.getTime());
      } else if (cancellation) {
        expect([status, cancellation.resolvedAt, cancellation.approved]).toEqual([
          "PAID",
          null,
          null,
        ]);
        expect(cancellation.requestedAt.getTime()).toBeLessThan(now.getTime());
      }
    }
    expect(orders.some(({ status, cancellation }) => status === "PAID" && cancellation)).toBe(true);
  });

  test("the address is one of the buyer's", () => {
    const text = (address: DemoPostalAddress): string =>
      [address.recipient, address.line1, address.line2, address.city, address.postalCode].join("|");
    const own = new Set(user.addresses.map((address) => `${address.userId}|${text(address)}`));
    expect(orders.filter(({ userId, address }) => !own.has(`${userId}|${text(address)}`))).toEqual(
      [],
    );
  });
});
