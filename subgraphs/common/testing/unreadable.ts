import type { Database } from "../database/pool";

/** The database, but whatever is read outside a transaction fails with this error. */
export function unreadable(database: Database, error: Error): Database {
  const select = () => ({ from: () => ({ where: () => Promise.reject(error) }) });
  const drizzle = Object.create(database.drizzle, {
    select: { value: select },
  }) as Database["drizzle"];
  return { ...database, drizzle };
}
