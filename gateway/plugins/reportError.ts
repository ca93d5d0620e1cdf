import { GraphQLError } from "graphql";
import type { RequestScope } from "./requestScope";

/** Codes behind which there is something for operators to read. */
const causes: Readonly<Record<string, "error" | "warn">> = {
  INTERNAL: "error",
  UNAVAILABLE: "warn",
  TIMEOUT: "warn",
};

/** Causes of one answer that are logged; the same one repeats in every place of a list. */
const CAUSES_LOGGED = 5;

const causesLogged = new WeakMap<RequestScope, number>();

/** Notes the code for the access log, and logs what the client is not told. */
export function reportError(scope: RequestScope, error: unknown, code: string): void {
  if (!scope.record.errorCodes.includes(code)) scope.record.errorCodes.push(code);
  const level = causes[code];
  if (level === undefined) return;
  const logged = causesLogged.get(scope) ?? 0;
  if (logged >= CAUSES_LOGGED) return;
  causesLogged.set(scope, logged + 1);
  const subgraph = error instanceof GraphQLError ? error.extensions["serviceName"] : undefined;
  scope.log[level]({ err: innermost(error), subgraph, code }, "operation fault");
}

function innermost(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? error.originalError : error;
}
