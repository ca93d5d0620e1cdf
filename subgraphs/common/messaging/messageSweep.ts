import { isNull } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/mysql-core";
import type { RowDataPacket } from "mysql2/promise";
import type { Database } from "../database/pool";
import { sweepRows, type RetentionRule, type SweepLimits } from "../database/retention";
import type { Logger } from "../log";
import type { Job } from "../server/job";
import { repeat } from "../server/repeat";
import { barrier, idempotency, inbox, outbox, saga } from "./tables";

const INTERVAL_MS = 60_000;

const rules: readonly RetentionRule[] = [
  { table: outbox, since: outbox.publishedAt, days: 7 },
  // Longer than any event is sent again after it was applied.
  { table: inbox, since: inbox.appliedAt, days: 30 },
  // A year is promised to clients.
  { table: idempotency, since: idempotency.createdAt, days: 400 },
  // Only what is undone: a step that was done may be undone as late as its order is cancelled, and its row says so.
  { table: barrier, since: barrier.undoneAt, days: 30 },
  { table: saga, since: saga.createdAt, days: 30, condition: isNull(saga.nextRunAt) },
];

/** The job of every service: deletes, once a minute, the rows of messaging that nobody will ask for any more. */
export function messageSweep(options: { readonly database: Database; readonly log: Logger }): Job {
  const { database, log } = options;
  return repeat({ name: "message sweep", intervalMs: INTERVAL_MS, log }, async () => {
    const swept = await sweepMessages(database);
    if (swept > 0) log.info({ swept }, "old messages deleted");
  });
}

/** One round over those tables of messaging that the database has. Answers how many rows it deleted. */
export async function sweepMessages(database: Database, limits: SweepLimits = {}): Promise<number> {
  const present = await tableNames(database);
  const swept = rules.filter(({ table }) => present.has(getTableConfig(table).name));
  return sweepRows(database, swept, limits);
}

/** Each subgraph has those it uses. */
async function tableNames({ pool }: Database): Promise<ReadonlySet<string>> {
  const [rows] = await pool.query<(RowDataPacket & { name: string })[]>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()",
  );
  return new Set(rows.map((row) => row.name));
}
