import { AsyncLocalStorage } from "node:async_hooks";
import { Counter } from "prom-client";
import type { Deadline } from "../resilience/deadline";

interface StatementScope {
  readonly origin: "request" | "background";
  /** Until when somebody waits for what is read or written; null when nobody does. */
  readonly deadline: Deadline | null;
  readonly recorded: string[] | null;
}

const background: StatementScope = { origin: "background", deadline: null, recorded: null };
const scopes = new AsyncLocalStorage<StatementScope>();

const statementsTotal = new Counter({
  name: "mall_sql_statements_total",
  help: "SQL statements sent, without the bookkeeping of transactions and sessions.",
  labelNames: ["origin"] as const,
});

const bookkeeping = /^\s*(?:begin|start\s+transaction|commit|rollback|set|savepoint|release)\b/i;

/**
 * Runs the work of a client's request: its statements are counted as `origin="request"`, and none begins once the
 * deadline is over.
 */
export function runAsRequest<Result>(deadline: Deadline, work: () => Result): Result {
  return scopes.run({ ...scope(), origin: "request", deadline }, work);
}

/**
 * Runs work that a request began but that must be done whether or not anybody still waits, such as writing down what
 * another machine has answered. Its statements are still counted as the request's.
 */
export function outliveRequest<Result>(work: () => Result): Result {
  return scopes.run({ ...scope(), deadline: null }, work);
}

/** The deadline of the request on whose behalf the caller runs; null in the background. */
export function requestDeadline(): Deadline | null {
  return scope().deadline;
}

/** Runs the work and returns, beside its value, the statements it sent, in order. For budget tests. */
export async function recordStatements<Value>(
  work: () => Promise<Value>,
): Promise<{ value: Value; statements: readonly string[] }> {
  const recorded: string[] = [];
  const value = await scopes.run({ ...scope(), recorded }, work);
  return { value, statements: recorded };
}

/** Counts one statement for the current scope. Called by the pool alone. */
export function countStatement(sql: string): void {
  if (bookkeeping.test(sql)) return;
  const { origin, recorded } = scope();
  statementsTotal.inc({ origin });
  recorded?.push(sql);
}

function scope(): StatementScope {
  return scopes.getStore() ?? background;
}
