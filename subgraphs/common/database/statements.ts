import { AsyncLocalStorage } from "node:async_hooks";
import { Counter } from "prom-client";

interface StatementScope {
  readonly origin: "request" | "background";
  readonly recorded: string[] | null;
}

const background: StatementScope = { origin: "background", recorded: null };
const scopes = new AsyncLocalStorage<StatementScope>();

const statementsTotal = new Counter({
  name: "mall_sql_statements_total",
  help: "SQL statements sent, without the bookkeeping of transactions and sessions.",
  labelNames: ["origin"] as const,
});

const bookkeeping = /^\s*(?:begin|start\s+transaction|commit|rollback|set|savepoint|release)\b/i;

/** Runs the work of a client's request: its statements are counted as `origin="request"`. */
export function runAsRequest<Result>(work: () => Result): Result {
  return scopes.run({ origin: "request", recorded: scopes.getStore()?.recorded ?? null }, work);
}

/** Runs the work and returns, beside its value, the statements it sent, in order. For budget tests. */
export async function recordStatements<Value>(
  work: () => Promise<Value>,
): Promise<{ value: Value; statements: readonly string[] }> {
  const recorded: string[] = [];
  const origin = scopes.getStore()?.origin ?? "background";
  const value = await scopes.run({ origin, recorded }, work);
  return { value, statements: recorded };
}

/** Counts one statement for the current scope. Called by the pool alone. */
export function countStatement(sql: string): void {
  if (bookkeeping.test(sql)) return;
  const scope = scopes.getStore() ?? background;
  statementsTotal.inc({ origin: scope.origin });
  scope.recorded?.push(sql);
}
