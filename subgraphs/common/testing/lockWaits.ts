import type { RowDataPacket } from "mysql2";
import type { Database } from "../database/pool";
import { until } from "./until";

/** Resolves once a statement of this database waits for a lock that another transaction holds. */
export async function lockWait(database: Database): Promise<void> {
  await until("a statement that waits for a lock", async () => {
    const [threads] = await database.pool.query<RowDataPacket[]>(
      "SELECT id FROM information_schema.processlist WHERE db = database()",
    );
    const own = new Set(threads.map((thread) => String(thread["id"] ?? thread["ID"])));
    // The tables of information_schema lag: their cache is renewed only after 100 ms in which nobody has read them.
    const [status] = await database.pool.query<RowDataPacket[]>("SHOW ENGINE INNODB STATUS");
    return String(status[0]?.["Status"])
      .split("---TRANSACTION")
      .some((text) => text.includes("LOCK WAIT") && own.has(threadIn(text)));
  });
}

function threadIn(transaction: string): string {
  return /thread id (\d+)/.exec(transaction)?.[1] ?? "";
}
