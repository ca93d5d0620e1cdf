import { openDatabase, type Database } from "@micro-shop/common/database/pool";
import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";

export type MallDatabases = Readonly<Record<ServiceName, Database>>;

/** A statement here may go through all rows of a table, unlike one of a service. */
const STATEMENT_TIMEOUT_MS = 120_000;

/** Opens the five databases for the time of some work and closes them after it. */
export async function withMallDatabases<Result>(
  urls: Readonly<Record<ServiceName, string>>,
  work: (databases: MallDatabases) => Promise<Result>,
): Promise<Result> {
  const opened = serviceNames.map((name) => {
    const options = { connectionLimit: 2, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
    return [name, openDatabase({ url: urls[name], ...options })] as const;
  });
  try {
    return await work(Object.fromEntries(opened) as MallDatabases);
  } finally {
    await Promise.all(opened.map(([, database]) => database.close()));
  }
}
