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
export class DatabaseUrlError extends Error {
  override readonly name = "DatabaseUrlError";

  constructor(reason: string) {
    super(
      `The database URL ${reason}. Write it as mysql://user:password@host:3306/database ` +
        `(special characters percent-encoded), or add ?socketPath=/path/to/socket.`,
    );
  }
}

/** Reads a database URL. Throws a DatabaseUrlError. */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const url = toUrl(text);
  if (url.protocol !== "mysql:" && url.protocol !== "mariadb:") {
    throw new DatabaseUrlError("does not begin with mysql://");
  }
  for (const parameter of url.searchParams.keys()) {
    if (!knownParameters.has(parameter)) {
      throw new DatabaseUrlError(
        `has the parameter "${parameter}", but only socketPath and ssl are known`,
      );
    }
  }
  const address = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 3306 : Number(url.port),
    user: decode(url.username),
    password: decode(url.password),
    database: decode(url.pathname.slice(1)),
    socketPath: url.searchParams.get("socketPath"),
    ssl: url.searchParams.get("ssl") === "true",
  };
  if (address.host === "" && address.socketPath === null)
    throw new DatabaseUrlError("names no host");
  if (address.user === "") throw new DatabaseUrlError("names no user");
  if (address.database.includes("/")) throw new DatabaseUrlError("has more than one path segment");
  return address;
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

function toUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    // The parser's error quotes the URL with its password: it must not be kept as a cause.
    throw new DatabaseUrlError("is malformed");
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new DatabaseUrlError("has a % that is no percent-encoding");
  }
}
