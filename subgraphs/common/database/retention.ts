import { and, asc, lt, type SQL } from "drizzle-orm";
import type { MySqlColumn, MySqlTable } from "drizzle-orm/mysql-core";
import { clock } from "../clock";
import type { Logger } from "../log";
import type { Job } from "../server/job";
import { repeat } from "../server/repeat";
import type { Database } from "./pool";
import { inTransaction } from "./transaction";

export const DAY_MS = 24 * 60 * 60 * 1_000;
const INTERVAL_MS = 60_000;

/** How long the rows of a table are kept. */
export interface RetentionRule {
  readonly table: MySqlTable;
  /** When a row has done its work. Has an index; a row without it stays. */
  readonly since: MySqlColumn;
  readonly days: number;
  readonly condition?: SQL;
}

export interface SweepLimits {
  /** Rows of one statement, default 1,000. */
  readonly batchSize?: number;
  /** Statements a table, default 10; what is left waits for the next round. */
  readonly batches?: number;
}

export interface RetentionOptions {
  readonly database: Database;
  readonly log: Logger;
}

/** A job that deletes, once a minute, the rows that nobody will ask for any more. Any number of instances may run it. */
export function retentionSweep(
  { database, log }: RetentionOptions,
  rules: readonly RetentionRule[],
): Job {
  return repeat({ name: "retention sweep", intervalMs: INTERVAL_MS, log }, async () => {
    const swept = await sweepRows(database, rules);
    if (swept > 0) log.info({ swept }, "old rows deleted");
  });
}

/** One round over tables. Answers how many rows it deleted. */
export async function sweepRows(
  database: Database,
  rules: readonly RetentionRule[],
  { batchSize = 1_000, batches = 10 }: SweepLimits = {},
): Promise<number> {
  let swept = 0;
  for (const { table, since, days, condition } of rules) {
    const end = daysAgo(days);
    for (let batch = 0; batch < batches; batch++) {
      const [result] = await inTransaction(database, (transaction) =>
        transaction
          .delete(table)
          .where(and(lt(since, end), condition))
          .orderBy(asc(since))
          .limit(batchSize),
      );
      swept += result.affectedRows;
      if (result.affectedRows < batchSize) break;
    }
  }
  return swept;
}

/** The moment so many days before now. */
export function daysAgo(days: number): Date {
  return new Date(clock.now().getTime() - days * DAY_MS);
}
