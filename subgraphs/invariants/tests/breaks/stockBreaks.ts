import { type Break, orderThat } from "./break";
import { pick, run } from "../seededMall";

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
