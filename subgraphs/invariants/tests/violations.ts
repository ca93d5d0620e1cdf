import { randomBytes } from "node:crypto";
import { pick, run, type MallHandle } from "./seededMall";

/** One way to break the mall. */
export interface Break {
  /** Completes "I4 sees …". */
  readonly what: string;
  /** The invariants that are broken by it, which need not be one. */
  readonly breaks: readonly string[];
  /** What the first report says. */
  readonly says: RegExp;
  readonly breakIt: (mall: MallHandle) => Promise<void>;
}

const id = (): Buffer => randomBytes(16);

const orderThat = (mall: MallHandle, condition: string): Promise<Buffer> =>
  pick(mall.order, `SELECT id FROM orders WHERE ${condition}`);

export const stockBreaks: readonly Break[] = [
  {
    what: "more reserved than there is",
    breaks: ["I1", "I2"],
    says: /on hand 0, reserved \d/,
    breakIt: ({ product }) =>
      run(product, "UPDATE sku_stock SET on_hand = 0 WHERE reserved > 0 LIMIT 1"),
  },
  {
    what: "fewer than nothing reserved",
    breaks: ["I1", "I2"],
    says: /reserved -1/,
    breakIt: ({ product }) => run(product, "UPDATE sku_stock SET reserved = -1 LIMIT 1"),
  },
  {
    what: "units on hand without a movement",
    breaks: ["I2"],
    says: /but its movements sum to/,
    breakIt: ({ product }) => run(product, "UPDATE sku_stock SET on_hand = on_hand + 1 LIMIT 1"),
  },
  {
    what: "units reserved for nobody",
    breaks: ["I2"],
    says: /but its live reservations sum to/,
    breakIt: ({ product }) =>
      run(product, "UPDATE sku_stock SET reserved = reserved + 1 WHERE on_hand > reserved LIMIT 1"),
  },
  {
    what: "a sale that took less than was committed",
    breaks: ["I2"],
    says: /committed less restocked .* its movements took/,
    async breakIt({ product }) {
      const movement = await pick(
        product,
        "SELECT id FROM stock_movement WHERE kind = 'COMMIT' AND delta < -1",
      );
      await run(
        product,
        `UPDATE sku_stock s JOIN stock_movement m ON m.sku_id = s.sku_id
         SET s.on_hand = s.on_hand + 1, m.delta = m.delta + 1 WHERE m.id = ?`,
        [movement],
      );
    },
  },
  {
    what: "a sale that never left the house",
    breaks: ["I2"],
    says: /committed \d+, but no movement took them/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'PAID'");
      await run(
        mall.product,
        "UPDATE stock_movement SET kind = 'ADJUSTMENT', order_id = NULL WHERE order_id = ?",
        [order],
      );
    },
  },
  {
    what: "a sale to nobody",
    breaks: ["I2"],
    says: /COMMIT of -\d+ for no order/,
    breakIt: ({ product }) =>
      run(
        product,
        "UPDATE stock_movement SET kind = 'COMMIT' WHERE kind = 'ADJUSTMENT' AND delta < 0 LIMIT 1",
      ),
  },
  {
    what: "a paid order whose stock was given away",
    breaks: ["I2"],
    says: /ordered \d.*, but COMMITTED is nothing/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'PAID'");
      await run(mall.product, "DELETE FROM stock_reservation WHERE reference_id = ?", [order]);
      await run(
        mall.product,
        `UPDATE stock_movement m JOIN sku_stock s ON s.sku_id = m.sku_id
         SET m.kind = 'ADJUSTMENT', m.order_id = NULL WHERE m.order_id = ?`,
        [order],
      );
    },
  },
];

export const moneyBreaks: readonly Break[] = [
  {
    what: "a paid order without a payment",
    breaks: ["I3"],
    says: /PAID, but there is no payment/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'PAID'");
      const payment = await pick(
        mall.pay,
        `SELECT id FROM payment WHERE order_id = x'${order.toString("hex")}'`,
      );
      for (const table of ["ledger_entry", "payment_attempt"]) {
        await run(mall.pay, `DELETE FROM ${table} WHERE payment_id = ?`, [payment]);
      }
      await run(mall.pay, "DELETE FROM payment WHERE id = ?", [payment]);
    },
  },
  {
    what: "a payment in another currency",
    breaks: ["I3"],
    says: /but its payment is of \d+ EUR/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'COMPLETED'");
      await run(mall.pay, "UPDATE payment SET currency = 'EUR' WHERE order_id = ?", [order]);
    },
  },
  {
    what: "an unpaid order whose payment asks for another amount",
    breaks: ["I3"],
    says: /total \d+ USD, but its payment is of/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'PENDING_PAYMENT'");
      await run(mall.pay, "UPDATE payment SET amount_minor = amount_minor + 1 WHERE order_id = ?", [
        order,
      ]);
    },
  },
  {
    what: "money refunded without a document",
    breaks: ["I3"],
    says: /refunded \d+, but its refunds sum to 0/,
    async breakIt(mall) {
      const order = await orderThat(mall, "payment_status = 'PARTIALLY_REFUNDED'");
      await run(
        mall.pay,
        `UPDATE refund r JOIN payment p ON p.id = r.payment_id SET r.status = 'FAILED'
         WHERE r.status = 'SUCCEEDED' AND p.order_id = ?`,
        [order],
      );
    },
  },
  {
    what: "an order that knows of another sum refunded",
    breaks: ["I3"],
    says: /knows of \d+ refunded, but \d+ was/,
    breakIt: ({ order }) =>
      run(
        order,
        "UPDATE orders SET refunded_minor = refunded_minor - 1 WHERE payment_status = 'PARTIALLY_REFUNDED' LIMIT 1",
      ),
  },
  {
    what: "an order that does not show its refund",
    breaks: ["I3"],
    says: /and PAID, but \d+ of \d+ captured was refunded/,
    breakIt: ({ order }) =>
      run(
        order,
        "UPDATE orders SET payment_status = 'PAID' WHERE payment_status = 'PARTIALLY_REFUNDED' LIMIT 1",
      ),
  },
  {
    what: "a payment without a capture of a provider",
    breaks: ["I3"],
    says: /CAPTURED, with 0 captured attempts/,
    breakIt: ({ pay }) => run(pay, "DELETE FROM payment_attempt WHERE status = 'CAPTURED' LIMIT 1"),
  },
  {
    what: "money kept of a cancelled order",
    breaks: ["I4"],
    says: /captured \d+ for a CANCELLED order, of which 0 goes back/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'CANCELLED' AND payment_status = 'REFUNDED'");
      const ofOrder = `payment_id IN (SELECT id FROM payment WHERE order_id = x'${order.toString("hex")}')`;
      await run(mall.pay, `UPDATE refund SET status = 'FAILED' WHERE ${ofOrder}`);
      await run(mall.pay, `DELETE FROM ledger_entry WHERE kind = 'REFUND' AND ${ofOrder}`);
      await run(mall.pay, "UPDATE payment SET refunded_minor = 0 WHERE order_id = ?", [order]);
      await run(
        mall.order,
        "UPDATE orders SET payment_status = 'PAID', refunded_minor = 0 WHERE id = ?",
        [order],
      );
    },
  },
  {
    what: "a refund granted above what was captured",
    breaks: ["I5"],
    says: /granted refunds of/,
    breakIt: ({ pay }) =>
      run(
        pay,
        "UPDATE refund SET amount_minor = amount_minor + 100000000 WHERE status = 'REQUESTED' LIMIT 1",
      ),
  },
  {
    what: "half a booking",
    breaks: ["I5"],
    says: /1 entries of CAPTURE sum to -/,
    breakIt: ({ pay }) =>
      run(
        pay,
        "DELETE FROM ledger_entry WHERE account = 'PROVIDER_SANDBOX' AND kind = 'CAPTURE' LIMIT 1",
      ),
  },
  {
    what: "a capture that was never booked",
    breaks: ["I5"],
    says: /captured \d+ and refunded 0, but booked 0 and 0/,
    async breakIt({ pay }) {
      const payment = await pick(
        pay,
        "SELECT id FROM payment WHERE status = 'CAPTURED' AND refunded_minor = 0",
      );
      await run(pay, "DELETE FROM ledger_entry WHERE payment_id = ?", [payment]);
    },
  },
  {
    what: "an order that costs other than its lines",
    breaks: ["I11"],
    says: /its lines sum to/,
    breakIt: ({ order }) => run(order, "UPDATE order_line SET tax_minor = tax_minor + 1 LIMIT 1"),
  },
  {
    what: "a total that is not its parts",
    breaks: ["I11"],
    says: /total \d+ = /,
    breakIt: ({ order }) =>
      run(
        order,
        `UPDATE orders SET shipping_minor = shipping_minor + 1 WHERE status = 'COMPLETED' LIMIT 1`,
      ),
  },
];

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

/** What is so until something else happens: only its age makes it a violation. */
export const lateBreaks: readonly Break[] = [
  {
    what: "a saga that has not ended",
    breaks: ["I8"],
    says: /cancelOrder is RUNNING at step 1/,
    breakIt: ({ order }) =>
      run(
        order,
        `INSERT INTO saga (id, kind, status, step, data, version, attempts, deadline_at, created_at)
         VALUES (?, 'cancelOrder', 'RUNNING', 1, '{}', 1, 3, utc_timestamp(3), utc_timestamp(3))`,
        [id()],
      ),
  },
  {
    what: "an event that nobody has got",
    breaks: ["I10"],
    says: /order.paid for product waits since/,
    breakIt: ({ order }) => run(order, outboxRow("NULL"), [id()]),
  },
  {
    what: "an event that was published and never applied",
    breaks: ["I10"],
    says: /order.paid was published, but product never applied it/,
    breakIt: ({ order }) => run(order, outboxRow("utc_timestamp(3)"), [id()]),
  },
];

function outboxRow(publishedAt: string): string {
  return `INSERT INTO outbox (event_id, consumer, topic, payload, occurred_at, available_at, published_at)
    VALUES (?, 'product', 'order.paid', '{}', utc_timestamp(3), utc_timestamp(3), ${publishedAt})`;
}

export const historyBreaks: readonly Break[] = [
  {
    what: "an order that nobody places",
    breaks: ["I8"],
    says: /PENDING, but no saga is placing it/,
    async breakIt({ order }) {
      const rejected = await pick(order, "SELECT id FROM orders WHERE status = 'REJECTED'");
      await run(order, "UPDATE orders SET status = 'PENDING' WHERE id = ?", [rejected]);
    },
  },
  {
    what: "an acknowledged order that is not there",
    breaks: ["I9"],
    says: /acknowledged, but not there/,
    breakIt: ({ order }) => run(order, keyRow(), [id(), "key", orderResult(id())]),
  },
  {
    what: "two keys for one order",
    breaks: ["I9"],
    says: /acknowledged under 2 keys/,
    async breakIt({ order }) {
      const user = await pick(order, "SELECT user_id AS id FROM orders ORDER BY id");
      const theirs = await pick(order, "SELECT id FROM orders ORDER BY id");
      for (const key of ["one", "two"]) {
        await run(order, keyRow(), [user, key, orderResult(theirs)]);
      }
    },
  },
  {
    what: "a key that was committed without its answer",
    breaks: ["I9"],
    says: /placeOrder has no answer under its key/,
    breakIt: ({ order }) => run(order, keyRow(), [id(), "key", null]),
  },
  {
    what: "an order whose version went back",
    breaks: ["I12"],
    says: /COMPLETED at version \d+, but its newest event is COMPLETED/,
    breakIt: ({ order }) =>
      run(order, "UPDATE orders SET version = version - 1 WHERE status = 'COMPLETED' LIMIT 1"),
  },
  {
    what: "a status that was changed without an event",
    breaks: ["I12"],
    says: /SHIPPED at version \d+, but its newest event is PAID/,
    breakIt: ({ order }) =>
      run(order, "UPDATE orders SET status = 'SHIPPED' WHERE status = 'PAID' LIMIT 1"),
  },
  {
    what: "a change of status that there is not",
    breaks: ["I12"],
    says: /nothing > PAID at version 2/,
    async breakIt({ order }) {
      const paid = await pick(order, "SELECT id FROM orders WHERE status = 'PAID'");
      await run(order, "DELETE FROM order_event WHERE order_id = ? AND version = 1", [paid]);
    },
  },
  {
    what: "an event before its order",
    breaks: ["I12"],
    says: /PENDING_PAYMENT at version 1 of an order that is not there/,
    breakIt: ({ order }) =>
      run(
        order,
        `INSERT INTO order_event (id, order_id, version, status, actor, at)
         VALUES (?, ?, 1, 'PENDING_PAYMENT', 'SYSTEM', utc_timestamp(3))`,
        [id(), id()],
      ),
  },
];

function keyRow(): string {
  return `INSERT INTO idempotency (user_id, operation, idempotency_key, request_hash, result, created_at)
    VALUES (?, 'placeOrder', ?, 'hash', ?, utc_timestamp(3))`;
}

function orderResult(order: Buffer): string {
  const hex = order.toString("hex");
  const orderId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return JSON.stringify({ ok: { orderId } });
}

export const flashBreaks: readonly Break[] = [
  {
    what: "more sold than the quota",
    breaks: ["I13"],
    says: /sold \d+ of 0/,
    async breakIt({ marketing, product }) {
      await run(marketing, "UPDATE flash_sale_item SET quota = 0 WHERE sold > 0");
      await run(
        product,
        "UPDATE stock_reservation SET status = 'RELEASED' WHERE kind = 'FLASH_SALE'",
      );
      await run(
        product,
        `UPDATE sku_stock s SET s.reserved = (SELECT coalesce(sum(r.quantity), 0) FROM stock_reservation r
           WHERE r.sku_id = s.sku_id AND r.status = 'RESERVED')`,
      );
    },
  },
  {
    what: "a sale that was not counted",
    breaks: ["I13"],
    says: /and its tickets are for/,
    breakIt: ({ marketing }) =>
      run(marketing, "UPDATE flash_sale_item SET sold = sold - 1 WHERE sold > 0 LIMIT 1"),
  },
  {
    what: "a user with more than the limit",
    breaks: ["I13"],
    says: /has \d+ of 0/,
    breakIt: ({ marketing }) =>
      run(marketing, "UPDATE flash_sale_item SET per_user_limit = 0 WHERE sold > 0 LIMIT 1"),
  },
  {
    what: "a quota that is not reserved",
    breaks: ["I13"],
    says: /undrawn are \d+ of .*, but reserved are/,
    async breakIt({ product }) {
      const row = await pick(
        product,
        "SELECT id FROM stock_reservation WHERE kind = 'FLASH_SALE' AND status = 'RESERVED' AND quantity > 0",
      );
      await run(
        product,
        `UPDATE stock_reservation r JOIN sku_stock s ON s.sku_id = r.sku_id
         SET r.quantity = r.quantity - 1, s.reserved = s.reserved - 1 WHERE r.id = ?`,
        [row],
      );
    },
  },
  {
    what: "a ticket that an expired order never gave back",
    breaks: ["I13"],
    says: /ticket .* is ORDERED, but its order is EXPIRED/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'EXPIRED'");
      await run(
        mall.marketing,
        "UPDATE flash_ticket SET order_id = ? WHERE status = 'ORDERED' LIMIT 1",
        [order],
      );
    },
  },
];
