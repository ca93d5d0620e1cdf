import { StartProblem } from "../startProblem";

/** The parts of `mysql://user:password@host:port/database?socketPath=/path`. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Empty when the URL names no database (an admin URL). */
  readonly database: string;
  /** A Unix socket, used instead of host and port. */
  readonly socketPath: string | null;
  /** `?ssl=true`: encrypt and verify the server's certificate. */
  readonly ssl: boolean;
}

const knownParameters = new Set(["socketPath", "ssl"]);

/** A database URL that cannot be understood. The message names the fault and the form; never the URL, which holds a password. */
export class DatabaseUrlError extends StartProblem {
  override readonly name = "DatabaseUrlError";

  constructor(setting: string, reason: string) {
    super(
      `${setting} ${reason}. Write it as mysql://user:password@host:3306/database ` +
        `(special characters percent-encoded), or add ?socketPath=/path/to/socket.`,
    );
  }
}

/**
 * Reads a database URL. Throws a DatabaseUrlError.
 * @param setting name of the setting it comes from, for the message.
 */
export function parseDatabaseUrl(text: string, setting = "The database URL"): DatabaseAddress {
  const fail = (reason: string) => new DatabaseUrlError(setting, reason);
  const url = toUrl(text);
  if (url === null) throw fail("is malformed");
  if (url.protocol !== "mysql:" && url.protocol !== "mariadb:") {
    throw fail("does not begin with mysql://");
  }
  for (const parameter of url.searchParams.keys()) {
    if (!knownParameters.has(parameter)) {
      throw fail(`has the parameter "${parameter}", but only socketPath and ssl are known`);
    }
  }
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(
    decode,
  );
  if (user == null || password == null || database == null) {
    throw fail("has a % that is no percent-encoding");
  }
  const socketPath = url.searchParams.get("socketPath");
  if (url.hostname === "" && socketPath === null) throw fail("names no host");
  if (user === "") throw fail("names no user");
  if (database.includes("/")) throw fail("has more than one path segment");
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 3306 : Number(url.port),
    user,
    password,
    database,
    socketPath,
    ssl: url.searchParams.get("ssl") === "true",
  };
}

/** The URL of an address; `parseDatabaseUrl` reads it back. */
export function formatDatabaseUrl(address: DatabaseAddress): string {
  const url = new URL(`mysql://${address.host.includes(":") ? `[${address.host}]` : address.host}`);
  if (address.socketPath === null) url.port = String(address.port);
  url.username = encodeURIComponent(address.user);
  url.password = encodeURIComponent(address.password);
  url.pathname = `/${encodeURIComponent(address.database)}`;
  if (address.socketPath !== null) url.searchParams.set("socketPath", address.socketPath);
  if (address.ssl) url.searchParams.set("ssl", "true");
  return url.href;
}

/** Where an address points, for messages and logs: no user, no password. */
export function describeAddress(address: DatabaseAddress): string {
  return address.socketPath ?? `${address.host}:${address.port}`;
}

/** The parser's error quotes the URL with its password: it must not be kept as a cause. */
function toUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
