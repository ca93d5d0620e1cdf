import type { PoolConnection } from "mysql2";
import { countStatement } from "./statements";

/** Counts every statement of a connection, whether it comes from the pool, from drizzle or from the connection itself. */
export function watchStatements(connection: PoolConnection): void {
  watch(connection, "query");
  watch(connection, "execute");
}

function watch(connection: PoolConnection, method: "query" | "execute"): void {
  const send = connection[method];
  Object.defineProperty(connection, method, {
    value: (...parameters: unknown[]): unknown => {
      countStatement(statementText(parameters[0]));
      return Reflect.apply(send, connection, parameters);
    },
  });
}

/** mysql2 takes the text itself, options with `sql`, or a command that has `sql`. */
function statementText(statement: unknown): string {
  if (typeof statement === "string") return statement;
  const { sql } = statement as { sql?: unknown };
  return typeof sql === "string" ? sql : "";
}
