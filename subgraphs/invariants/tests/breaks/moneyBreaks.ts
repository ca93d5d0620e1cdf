import { type Break, orderThat } from "./break";
import { pick, run } from "../seededMall";

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
    what: "an order that staff made cheaper without a word",
    breaks: ["I11"],
    says: /staff gave 1, on its lines 0, by its price changes nothing/,
    breakIt: ({ order }) =>
      run(order, "UPDATE orders SET adjustment_minor = 1 WHERE discount_minor > 0 LIMIT 1"),
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
