import type { DatabaseExecutor, StatementExecutor } from "./pool";

const clients = new WeakMap<DatabaseExecutor, StatementExecutor>();

/** Called by whoever makes an executor: the pool and `inTransaction`. */
export function rememberClient(executor: DatabaseExecutor, client: StatementExecutor): void {
  clients.set(executor, client);
}

/** Where the statements of an executor go. Throws a RangeError for one that neither the pool nor `inTransaction` made. */
export function clientOf(executor: DatabaseExecutor): StatementExecutor {
  const client = clients.get(executor);
  if (!client) throw new RangeError("The executor comes from neither a pool nor a transaction.");
  return client;
}
