import { serviceNames } from "@micro-shop/common/serviceNames";
import type { Invariant } from "../invariant";
import { hasTable, reportRows } from "../query";

// `until` lies the grace before now.
const UNENDED = `
  SELECT id AS sagaId,
    concat(kind, ' is ', status, ' at step ', step, ', attempts ', attempts, ', deadline ', deadline_at) AS detail
  FROM saga WHERE status IN ('RUNNING', 'UNDOING') AND deadline_at <= ?`;

const ABANDONED = `
  SELECT o.id AS orderId, 'PENDING, but no saga is placing it' AS detail
  FROM orders o LEFT JOIN saga s ON s.id = o.id AND s.status IN ('RUNNING', 'UNDOING')
  WHERE o.status = 'PENDING' AND s.id IS NULL`;

export const sagasEnd: Invariant = {
  name: "I8",
  sentence:
    "Every saga ends within its deadline and a grace once faults stop; every PENDING order has one.",
  async check({ sources, until }, findings) {
    for (const name of serviceNames) {
      const source = sources[name];
      if (await hasTable(source, "saga")) await reportRows(findings, source, UNENDED, [until]);
    }
    await reportRows(findings, sources.order, ABANDONED);
  },
};
