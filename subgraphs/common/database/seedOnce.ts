import { eq } from "drizzle-orm";
import { mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { clock } from "../clock";
import { timestampMs } from "./columns";
import type { Database, Transaction } from "./pool";
import { inTransaction } from "./transaction";

/** One row for each seed that is in. Re-exported by the tables of every subgraph that seeds. */
export const seeds = mysqlTable("seed", {
  name: varchar("name", { length: 40 }).primaryKey(),
  seededAt: timestampMs("seeded_at").notNull(),
});

/** Rows of one INSERT; keeps statements far below the server's packet limit. */
const ROWS_PER_INSERT = 500;

/**
 * Does the work unless it was done before, in one transaction with its mark: a seed that was killed half-way leaves
 * nothing, and of several instances that start at once one seeds. Answers whether it did.
 */
export async function seedOnce(
  database: Database,
  name: string,
  work: (transaction: Transaction) => Promise<void>,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const [mark] = await transaction.insert(seeds).ignore().values({ name, seededAt: clock.now() });
    if (mark.affectedRows === 0) return false;
    await work(transaction);
    return true;
  });
}

/** Whether a seed is in. */
export async function isSeeded({ drizzle }: Database, name: string): Promise<boolean> {
  const marks = await drizzle.select().from(seeds).where(eq(seeds.name, name));
  return marks.length > 0;
}

/** Passes rows on in parts that fit one statement. */
export async function insertInParts<Row>(
  rows: readonly Row[],
  insert: (part: Row[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    await insert(rows.slice(start, start + ROWS_PER_INSERT));
  }
}
