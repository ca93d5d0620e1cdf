import { and, asc, isNotNull, lte } from "drizzle-orm";
import { Gauge } from "prom-client";
import type { Database } from "../database/pool";
import type { Logger } from "../log";
import type { Job } from "../server/job";
import { repeat } from "../server/repeat";
import { databaseTimeIn } from "./databaseTime";
import { saga } from "./tables";

/** Every saga ends within its deadline and this, once nothing is broken any more. */
const GRACE_MS = 60_000;

const INTERVAL_MS = 15_000;

/** Looked at in one round, those that are late for longest; with more of them the number is the alarm. */
const MOST = 1_000;

const stuckSagas = new Gauge({
  name: "mall_sagas_stuck",
  help: "Sagas that have not ended 60 s after their deadline, 1,000 at most; each instance counts those of its database.",
  labelNames: ["kind"] as const,
});

export interface StuckSagaOptions {
  readonly database: Database;
  readonly log: Logger;
}

/** The job that tells people of sagas which do not end: by the gauge `mall_sagas_stuck`, and by one error in the log each. */
export function stuckSagaAlarm(options: StuckSagaOptions): Job {
  const look = createStuckSagaCheck(options);
  return repeat({ name: "stuck sagas", intervalMs: INTERVAL_MS, log: options.log }, look);
}

/** One round of the alarm; answers how many sagas are stuck. */
export function createStuckSagaCheck({ database, log }: StuckSagaOptions): () => Promise<number> {
  let known: ReadonlySet<string> = new Set();
  return async () => {
    const { id, kind, status, step, attempts, deadlineAt } = saga;
    const stuck = await database.drizzle
      .select({ id, kind, status, step, attempts, deadlineAt })
      .from(saga)
      // Those that have not ended are few, and the index begins with the first condition.
      .where(and(isNotNull(saga.nextRunAt), lte(saga.deadlineAt, databaseTimeIn(-GRACE_MS))))
      .orderBy(asc(saga.deadlineAt))
      .limit(MOST);
    for (const { id: sagaId, kind: name, ...row } of stuck) {
      if (!known.has(sagaId)) log.error({ saga: name, sagaId, ...row }, "a saga does not end");
    }
    known = new Set(stuck.map((row) => row.id));
    // A kind of which none is left must not keep its last number.
    stuckSagas.reset();
    for (const row of stuck) stuckSagas.inc({ kind: row.kind });
    return stuck.length;
  };
}
