import { Fault, type FaultCode } from "@micro-shop/common/errors";

/** Errors of a connection that broke or was never made: the subgraph restarts, or is gone. */
const connectionErrors = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const timeoutErrors = new Set(["TimeoutError", "HeadersTimeoutError", "BodyTimeoutError"]);

/** Whether the connection itself failed, so that asking again may reach the subgraph. */
export function isConnectionError(error: unknown): boolean {
  return connectionErrors.has(String(propertyOf(error, "code")));
}

/** What the failure of a call means to the client. The cause is for the log alone. */
export function callFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const isTimeout = timeoutErrors.has(String(propertyOf(error, "name")));
  return new Fault(isTimeout ? "TIMEOUT" : "UNAVAILABLE", undefined, { cause: error });
}

/** A reply with a status that is no success and without GraphQL errors. */
export function statusFault(subgraph: string, status: number): Fault {
  const cause = new Error(`The subgraph ${subgraph} answered with status ${status}.`);
  return new Fault(statusCodes[status] ?? "INTERNAL", undefined, { cause });
}

const statusCodes: Readonly<Record<number, FaultCode>> = {
  429: "RATE_LIMITED",
  502: "UNAVAILABLE",
  503: "UNAVAILABLE",
  504: "TIMEOUT",
};

/** A reply that is no GraphQL reply. */
export function replyFault(subgraph: string, reason: string, cause?: unknown): Fault {
  const error = new Error(`The subgraph ${subgraph} answered ${reason}.`, { cause });
  return new Fault("INTERNAL", undefined, { cause: error });
}

/** The reason of an abort is a DOMException, and errors of Node's core may come from another realm: no `instanceof`. */
function propertyOf(error: unknown, name: "code" | "name"): unknown {
  return typeof error === "object" && error !== null && name in error
    ? (error as Record<typeof name, unknown>)[name]
    : undefined;
}
