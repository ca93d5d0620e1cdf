import { databaseUrlKey } from "../config";
import { isAccessDenied, isConnectionLost } from "../database/errors";
import type { Database } from "../database/pool";
import type { ServiceName } from "../serviceNames";
import { StartProblem } from "../startProblem";

/** Turns what kept a server from listening, also as a cause, into a StartProblem; other errors stay as they are. */
export function describeListenError(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  if ("cause" in error) {
    const described = describeListenError(error.cause);
    if (described !== error.cause) return described;
  }
  return describeSystemError(error);
}

function describeSystemError(error: object): unknown {
  if (
    !("code" in error) ||
    !("syscall" in error) ||
    !/^(?:listen|getaddrinfo)$/.test(String(error.syscall))
  )
    return error;
  const port = textOf(error, "port");
  switch (error.code) {
    case "EADDRINUSE":
      return new StartProblem(
        `Port ${port} is in use. Stop what listens there, or choose another with PORT.`,
      );
    case "EACCES":
      return new StartProblem(
        `Port ${port} is reserved for root. Choose one from 1024 on with PORT.`,
      );
    case "EADDRNOTAVAIL":
      return notOurAddress(textOf(error, "address"));
    case "ENOTFOUND":
      return notOurAddress(textOf(error, "hostname"));
    default:
      return error;
  }
}

/** Turns the failure to reach a service's own database into a StartProblem; other errors stay as they are. */
export function describeDatabaseError(
  error: unknown,
  service: ServiceName,
  database: Pick<Database, "name">,
): unknown {
  const key = databaseUrlKey(service);
  if (isAccessDenied(error)) {
    return new StartProblem(
      `The database server refuses the account of ${key}, or keeps it from ${database.name}. Correct user, password and database in ${key}.`,
      { cause: error },
    );
  }
  if (isConnectionLost(error)) {
    const reason = error instanceof Error && error.message !== "" ? ` (${error.message})` : "";
    return new StartProblem(
      `The database ${database.name} does not answer${reason}. Start it, or correct host and port in ${key}.`,
      { cause: error },
    );
  }
  return error;
}

function notOurAddress(host: string): StartProblem {
  return new StartProblem(
    `HOST=${JSON.stringify(host)} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 in a container.`,
  );
}

function textOf(error: object, key: "address" | "hostname" | "port"): string {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" || typeof value === "number" ? String(value) : "?";
}
