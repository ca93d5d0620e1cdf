import { createConnection, type Connection } from "mysql2/promise";
import { connectionOptions } from "./connectionOptions";
import {
  describeAddress,
  formatDatabaseUrl,
  parseDatabaseUrl,
  type DatabaseAddress,
} from "./databaseUrl";
import { databaseErrno, isAccessDenied, isConnectionLost } from "./errors";
import { DatabaseConnectionError } from "./startErrors";

/** Enough for a service and its own migrations, on its own database alone. */
const GRANTS =
  "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE TEMPORARY TABLES, LOCK TABLES";

export interface ProvisionOptions {
  /** Before each name, for database and account alike; default `mall_`. Tests that share a server differ here. */
  readonly prefix?: string | undefined;
}

/**
 * Makes one database and one account for each name, with rights on that database alone, and returns their URLs.
 * Doing it again changes nothing but the passwords. Throws a DatabaseConnectionError or a DatabaseUrlError.
 */
export async function provisionDatabases<Name extends string>(
  adminUrl: string,
  names: readonly Name[],
  passwords: Readonly<Record<Name, string>>,
  options: ProvisionOptions = {},
): Promise<Record<Name, string>> {
  const admin = parseDatabaseUrl(adminUrl, "DATABASE_URL");
  const connection = await connect(admin);
  try {
    const urls: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const database = `${options.prefix ?? "mall_"}${name}`;
      await provisionOne(connection, database, passwords[name]);
      urls[name] = formatDatabaseUrl({
        ...admin,
        user: database,
        password: passwords[name],
        database,
      });
    }
    return urls as Record<Name, string>;
  } catch (error) {
    throw notAllowed(admin, error);
  } finally {
    connection.destroy();
  }
}

async function provisionOne(connection: Connection, name: string, password: string): Promise<void> {
  if (!/^[a-z][a-z0-9_]{0,31}$/.test(name)) {
    throw new RangeError(`"${name}" cannot be the name of a database and an account.`);
  }
  await connection.query(
    `CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  );
  await connection.query(`CREATE USER IF NOT EXISTS '${name}'@'%' IDENTIFIED BY ?`, [password]);
  await connection.query(`ALTER USER '${name}'@'%' IDENTIFIED BY ?`, [password]);
  // In a GRANT, _ stands for any character: unescaped, mall_pay would also mean mallxpay.
  const pattern = name.replaceAll("_", "\\_");
  await connection.query(`GRANT ${GRANTS} ON \`${pattern}\`.* TO '${name}'@'%'`);
}

async function connect(admin: DatabaseAddress): Promise<Connection> {
  try {
    // A database in an administrator's URL is of no use here, and need not exist.
    return await createConnection(connectionOptions({ ...admin, database: "" }));
  } catch (error) {
    throw connectionError(admin, error);
  }
}

/** Turns the failure to log in into an error that names the fix. */
export function connectionError(address: DatabaseAddress, error: unknown): unknown {
  const where = describeAddress(address);
  if (isAccessDenied(error)) {
    return new DatabaseConnectionError(
      "ACCESS_DENIED",
      `The database at ${where} refuses the user "${address.user}" or its password. Correct user and password in DATABASE_URL.`,
      { cause: error },
    );
  }
  if (isConnectionLost(error)) {
    return new DatabaseConnectionError(
      "UNREACHABLE",
      `No database answers at ${where}. Start it, correct host and port in DATABASE_URL, ` +
        `or unset DATABASE_URL to let the mall start its own.`,
      { cause: error },
    );
  }
  return error;
}

function notAllowed(admin: DatabaseAddress, error: unknown): unknown {
  // 1044, 1142, 1227, 1410: not allowed to create databases, accounts or grants.
  if (![1044, 1142, 1227, 1410].includes(databaseErrno(error) ?? 0)) return error;
  return new DatabaseConnectionError(
    "NOT_ALLOWED",
    `The user "${admin.user}" at ${describeAddress(admin)} may not create databases and accounts. ` +
      `Put an administrator into DATABASE_URL, or start each service with its own <NAME>_DATABASE_URL.`,
    { cause: error },
  );
}
