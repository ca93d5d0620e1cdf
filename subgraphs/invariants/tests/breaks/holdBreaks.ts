import { type Break, id, orderThat } from "./break";
import { pick, run } from "../seededMall";

export const couponBreaks: readonly Break[] = [
  {
    what: "a coupon that was not counted",
    breaks: ["I6"],
    says: /claimed of \d+, and there are/,
    breakIt: ({ marketing }) =>
      run(marketing, "UPDATE coupon_template SET claimed = claimed - 1 WHERE claimed > 0 LIMIT 1"),
  },
  {
    what: "a user with more coupons than allowed",
    breaks: ["I6"],
    says: /has 1, counted 1, may have 0/,
    breakIt: ({ marketing }) =>
      run(marketing, "UPDATE coupon_template SET per_user_limit = 0 WHERE claimed > 0 LIMIT 1"),
  },
  {
    what: "a coupon in two live orders",
    breaks: ["I6"],
    says: /in 2 live orders/,
    async breakIt(mall) {
      const used = await pick(
        mall.order,
        "SELECT coupon_id AS id FROM orders WHERE coupon_id IS NOT NULL AND status = 'COMPLETED'",
      );
      await run(
        mall.order,
        "UPDATE orders SET coupon_id = ? WHERE coupon_id IS NULL AND status = 'COMPLETED' LIMIT 1",
        [used],
      );
    },
  },
  {
    what: "a coupon that a paid order has not used up",
    breaks: ["I6"],
    says: /with coupon .*, but .* is HELD/,
    breakIt: ({ marketing }) =>
      run(marketing, "UPDATE coupon SET status = 'HELD' WHERE status = 'USED' LIMIT 1"),
  },
  {
    what: "a coupon used by an order without one",
    breaks: ["I6"],
    says: /is USED, but the order names none/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'COMPLETED' AND coupon_id IS NULL");
      await run(
        mall.marketing,
        "UPDATE coupon SET status = 'USED', order_id = ?, used_at = claimed_at WHERE status = 'UNUSED' LIMIT 1",
        [order],
      );
    },
  },
];

export const heldBreaks: readonly Break[] = [
  {
    what: "an expired order that still holds stock",
    breaks: ["I7"],
    says: /EXPIRED, but holds \d+ units RESERVED/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'EXPIRED'");
      await run(
        mall.product,
        `UPDATE stock_reservation r JOIN sku_stock s ON s.sku_id = r.sku_id
         SET r.status = 'RESERVED', s.reserved = s.reserved + r.quantity,
           s.on_hand = s.on_hand + r.quantity WHERE r.reference_id = ?`,
        [order],
      );
      await run(
        mall.product,
        `INSERT INTO stock_movement (id, sku_id, kind, delta, reason, created_at)
         SELECT r.id, r.sku_id, 'ADJUSTMENT', r.quantity, 'test', r.created_at
         FROM stock_reservation r WHERE r.reference_id = ?`,
        [order],
      );
    },
  },
  {
    what: "a cancelled order that still holds a coupon",
    breaks: ["I7"],
    says: /CANCELLED, but holds a coupon HELD/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'CANCELLED'");
      await run(
        mall.marketing,
        "UPDATE coupon SET status = 'HELD', order_id = ?, held_at = claimed_at WHERE status = 'UNUSED' LIMIT 1",
        [order],
      );
    },
  },
  {
    what: "an expired order that could still be paid",
    breaks: ["I7"],
    says: /EXPIRED, but holds a payment CREATED/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'EXPIRED'");
      await run(mall.pay, "UPDATE payment SET status = 'CREATED' WHERE order_id = ?", [order]);
    },
  },
  {
    what: "stock held by no order",
    breaks: ["I7"],
    says: /no such order, but it holds stock/,
    async breakIt({ product }) {
      const sku = await pick(
        product,
        "SELECT sku_id AS id FROM sku_stock WHERE on_hand > reserved",
      );
      await run(product, "UPDATE sku_stock SET reserved = reserved + 1 WHERE sku_id = ?", [sku]);
      await run(
        product,
        `INSERT INTO stock_reservation (id, kind, reference_id, sku_id, quantity, status, created_at, expires_at)
         VALUES (?, 'ORDER', ?, ?, 1, 'RESERVED', utc_timestamp(3), utc_timestamp(3))`,
        [id(), id(), sku],
      );
    },
  },
];
