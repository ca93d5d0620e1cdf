import { type Break, orderThat } from "./break";
import { addReturn, lineThat } from "./returnRows";
import { pick, run } from "../seededMall";

export const shipmentBreaks: readonly Break[] = [
  {
    what: "more shipped than was bought",
    breaks: ["O9"],
    says: /shipped \d+ of \d+/,
    breakIt: ({ order }) =>
      run(order, "UPDATE shipment_line SET quantity = quantity + 1000 LIMIT 1"),
  },
  {
    what: "goods in the parcel of another order",
    breaks: ["O9"],
    says: /a parcel with goods of another order/,
    async breakIt(mall) {
      const line = await lineThat(mall, "o.status = 'PAID'");
      await run(mall.order, "UPDATE shipment_line SET order_line_id = ? LIMIT 1", [line]);
    },
  },
  {
    what: "an order that is SHIPPED with a part of its goods",
    breaks: ["O9"],
    says: /SHIPPED and SHIPPED, but shipped are \d+ of \d+/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'SHIPPED'");
      const goods = await pick(
        mall.order,
        `SELECT s.id FROM shipment_line s JOIN shipment p ON p.id = s.shipment_id
         WHERE p.order_id = x'${order.toString("hex")}'`,
      );
      await run(mall.order, "DELETE FROM shipment_line WHERE id = ?", [goods]);
    },
  },
  {
    what: "a delivered order with a parcel on its way",
    breaks: ["O9"],
    says: /COMPLETED and DELIVERED, but .* with 1 parcels on their way/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'COMPLETED'");
      await run(
        mall.order,
        "UPDATE shipment SET status = 'SHIPPED', delivered_at = NULL WHERE order_id = ? LIMIT 1",
        [order],
      );
    },
  },
  {
    what: "a parcel of an order that is not paid",
    breaks: ["O9"],
    says: /PENDING_PAYMENT and UNFULFILLED, but shipped are/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'PENDING_PAYMENT'");
      const parcel = await pick(mall.order, "SELECT id FROM shipment WHERE status = 'SHIPPED'");
      await run(mall.order, "UPDATE shipment SET order_id = ? WHERE id = ?", [order, parcel]);
    },
  },
  {
    what: "a fulfilment that the parcels do not show",
    breaks: ["O9"],
    says: /PAID and PARTIAL, but shipped are 0/,
    breakIt: ({ order }) =>
      run(order, "UPDATE orders SET fulfillment_status = 'PARTIAL' WHERE status = 'PAID' LIMIT 1"),
  },
  {
    what: "goods shipped of an order that is to be cancelled",
    breaks: ["O9"],
    says: /SHIPPED and SHIPPED and to be cancelled, but shipped are/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'SHIPPED'");
      await run(
        mall.order,
        `INSERT INTO cancellation_request (id, order_id, live_order_id, status, requested_by, requested_at)
         SELECT id, id, id, 'APPROVED', user_id, updated_at FROM orders WHERE id = ?`,
        [order],
      );
    },
  },
];

export const returnBreaks: readonly Break[] = [
  {
    what: "more sent back than was shipped",
    breaks: ["O11"],
    says: /sent back 1000 of \d+ shipped/,
    breakIt: (mall) => addReturn(mall, { status: "REQUESTED", quantity: 1_000 }),
  },
  {
    what: "a return of an order that was not delivered",
    breaks: ["O11"],
    says: /a return of PAID order, with 1 of 1 lines of it/,
    breakIt: (mall) =>
      addReturn(mall, { status: "REQUESTED", lineId: lineThat(mall, "o.status = 'PAID'") }),
  },
  {
    what: "a return with goods of another order",
    breaks: ["O11"],
    says: /a return of COMPLETED order, with 0 of 1 lines of it/,
    async breakIt(mall) {
      await addReturn(mall, { status: "REQUESTED" });
      const order = await orderThat(
        mall,
        "status = 'COMPLETED' AND id NOT IN (SELECT order_id FROM order_return)",
      );
      await run(mall.order, "UPDATE order_return SET order_id = ?", [order]);
    },
  },
  {
    what: "more going back than was paid",
    breaks: ["O11"],
    says: /paid \d+ for \d+, and 99999999 goes back for 1/,
    breakIt: (mall) => addReturn(mall, { failure: "DECLINED", refundMinor: 99_999_999 }),
  },
  {
    what: "a return whose sum is not that of its lines",
    breaks: ["O11"],
    says: /RECEIVED with 2, its lines sum to 1/,
    async breakIt(mall) {
      await addReturn(mall, { failure: "DECLINED", refundMinor: 1 });
      await run(mall.order, "UPDATE order_return SET refund_minor = 2");
    },
  },
  {
    what: "goods that came in and that nobody pays back",
    breaks: ["O11"],
    says: /RECEIVED, but nobody asks for its refund/,
    breakIt: (mall) => addReturn(mall, { refundMinor: 1 }),
  },
  {
    what: "a return that names a refund which is not there",
    breaks: ["O11"],
    says: /is RECEIVED, but its refund is not there/,
    breakIt: (mall) => addReturn(mall, { refundMinor: 1, refund: "NONE" }),
  },
  {
    what: "a return that names the refund of another order",
    breaks: ["O11"],
    says: /is RECEIVED, but its refund is another order's/,
    breakIt: (mall) => addReturn(mall, { refundMinor: 1, refund: "FOREIGN" }),
  },
  {
    what: "a return that was paid back otherwise than it says",
    breaks: ["O11"],
    says: /is REFUNDED with 1, but its refund is of \d+/,
    breakIt: (mall) => addReturn(mall, { status: "REFUNDED", refundMinor: 1, refund: "SUCCEEDED" }),
  },
  {
    what: "a return that does not know that it was paid back",
    breaks: ["O11"],
    says: /is RECEIVED, but its refund is SUCCEEDED/,
    breakIt: (mall) => addReturn(mall, { refund: "SUCCEEDED" }),
  },
  {
    what: "goods back on the shelf that nobody sent",
    breaks: ["O11"],
    says: /nothing came back for sale, but restocked is 1 of/,
    async breakIt(mall) {
      const order = await orderThat(mall, "status = 'COMPLETED'");
      const sold = await pick(
        mall.product,
        `SELECT id FROM stock_reservation WHERE kind = 'ORDER' AND reference_id = x'${order.toString("hex")}'`,
      );
      await run(
        mall.product,
        `UPDATE stock_reservation r JOIN sku_stock s ON s.sku_id = r.sku_id
         SET r.restocked_quantity = 1, s.on_hand = s.on_hand + 1 WHERE r.id = ?`,
        [sold],
      );
      await run(
        mall.product,
        `INSERT INTO stock_movement (id, sku_id, kind, delta, order_id, reason, created_at)
         SELECT id, sku_id, 'RESTOCK', 1, reference_id, 'test', created_at FROM stock_reservation WHERE id = ?`,
        [sold],
      );
    },
  },
  {
    what: "goods sent back for sale that are not on the shelf",
    breaks: ["O11"],
    says: /1 of \S+ came back for sale, but restocked is nothing/,
    breakIt: (mall) => addReturn(mall, { failure: "DECLINED", refundMinor: 1, isRestocked: true }),
  },
];
