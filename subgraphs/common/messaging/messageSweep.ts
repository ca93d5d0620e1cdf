import { and, asc, isNull, lt, type SQL } from "drizzle-orm";
import type { MySqlColumn, MySqlTable } from "drizzle-orm/mysql-core";
import { getTableConfig } from "drizzle-orm/mysql-core";
import type { RowDataPacket } from "mysql2/promise";
import { clock } from "../clock";
import type { Database } from "../database/pool";
import { inTransaction } from "../database/transaction";
import type { Logger } from "../log";
import type { Job } from "../server/job";
import { repeat } from "../server/repeat";
import { barrier, idempotency, inbox, outbox, saga } from "./tables";

const DAY_MS = 24 * 60 * 60 * 1_000;
const INTERVAL_MS = 60_000;

/** When a row of a table has done its work. */
interface Rule {
  readonly table: MySqlTable;
  /** Has an index; a row without it stays. */
  readonly since: MySqlColumn;
  readonly days: number;
  readonly condition?: SQL;
}

const rules: readonly Rule[] = [
  { table: outbox, since: outbox.publishedAt, days: 7 },
  // Longer than any event is sent again after it was applied.
  { table: inbox, since: inbox.appliedAt, days: 30 },
  // A year is promised to clients.
  { table: idempotency, since: idempotency.createdAt, days: 400 },
  // Only what is undone: a step that was done may be undone as late as its order is cancelled, and its row says so.
  { table: barrier, since: barrier.undoneAt, days: 30 },
  { table: saga, since: saga.createdAt, days: 30, condition: isNull(saga.nextRunAt) },
];

export interface SweepLimits {
  /** Rows of one statement, default 1,000. */
  readonly batchSize?: number;
  /** Statements a table, default 10; what is left waits for the next round. */
  readonly batches?: number;
}

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
  let swept = 0;
  for (const rule of rules) {
    if (present.has(getTableConfig(rule.table).name))
      swept += await sweepTable(database, rule, limits);
  }
  return swept;
}

async function sweepTable(
  database: Database,
  rule: Rule,
  { batchSize = 1_000, batches = 10 }: SweepLimits,
): Promise<number> {
  const end = new Date(clock.now().getTime() - rule.days * DAY_MS);
  let swept = 0;
  for (let batch = 0; batch < batches; batch++) {
    const [result] = await inTransaction(database, (transaction) =>
      transaction
        .delete(rule.table)
        .where(and(lt(rule.since, end), rule.condition))
        .orderBy(asc(rule.since))
        .limit(batchSize),
    );
    swept += result.affectedRows;
    if (result.affectedRows < batchSize) break;
  }
  return swept;
}

/** Each subgraph has those it uses. */
async function tableNames({ pool }: Database): Promise<ReadonlySet<string>> {
  const [rows] = await pool.query<(RowDataPacket & { name: string })[]>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()",
  );
  return new Set(rows.map((row) => row.name));
}
