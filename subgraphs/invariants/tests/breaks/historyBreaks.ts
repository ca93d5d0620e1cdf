import { type Break, id } from "./break";
import { pick, run } from "../seededMall";

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
    breaks: ["I12", "O9"],
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
