import type { Invariant } from "../invariant";
import { reportRows } from "../query";

const UNANSWERED = `
  SELECT user_id AS userId, concat(operation, ' has no answer under its key') AS detail
  FROM idempotency WHERE result IS NULL`;

const ACKNOWLEDGED = `
  SELECT user_id, created_at, unhex(replace(json_value(result, '$.ok.orderId'), '-', '')) AS order_id
  FROM idempotency WHERE operation = 'placeOrder' AND json_value(result, '$.ok.orderId') IS NOT NULL`;

const LOST = `
  SELECT k.user_id AS userId, k.order_id AS orderId,
    if(o.id IS NULL, 'acknowledged, but not there', 'acknowledged to another user than its own') AS detail
  FROM (${ACKNOWLEDGED}) k LEFT JOIN orders o ON o.id = k.order_id
  WHERE o.id IS NULL OR o.user_id <> k.user_id`;

const SHARED = `
  SELECT k.order_id AS orderId, concat('acknowledged under ', count(*), ' keys') AS detail
  FROM (${ACKNOWLEDGED}) k GROUP BY k.order_id HAVING count(*) > 1`;

export const oneOrderAKey: Invariant = {
  name: "I9",
  sentence: "Each acknowledged (user, idempotency key) maps to one order, and that is the user's.",
  async check({ sources }, findings) {
    for (const sql of [UNANSWERED, LOST, SHARED]) await reportRows(findings, sources.order, sql);
  },
};
