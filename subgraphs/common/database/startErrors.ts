import { StartProblem } from "../startProblem";

/** One way to a database that was tried, and why it did not work. */
export interface FailedWay {
  readonly way: string;
  readonly reason: string;
}

/** No database server could be found, fetched or started. The message names every way and every fix. */
export class NoDatabaseError extends StartProblem {
  override readonly name = "NoDatabaseError";

  constructor(readonly failedWays: readonly FailedWay[]) {
    super(
      [
        "No database could be started. Tried, in this order:",
        "  - DATABASE_URL: not set",
        ...failedWays.map(({ way, reason }) => `  - ${way}: ${reason}`),
        "Do one of these, then start again:",
        "  - set DATABASE_URL=mysql://user:password@host:3306/ to an administrator of a MySQL 8 or MariaDB 10.6+ server,",
        "    for example docker run -d -p 3306:3306 -e MYSQL_ROOT_PASSWORD=secret mysql:8.4",
        "    and DATABASE_URL=mysql://root:secret@127.0.0.1:3306/",
        "  - install a server: apt-get install mariadb-server, dnf install mariadb-server, brew install mariadb",
        "  - on Debian and Ubuntu: let apt reach its mirror; the server is then fetched without installing it.",
      ].join("\n"),
    );
  }
}

/** The data folder was made by another kind of server than the ones at hand. */
export class DataFolderError extends StartProblem {
  override readonly name = "DataFolderError";
}

/** A server named by a URL did not let us in. The message names the fix, never the password. */
export class DatabaseConnectionError extends StartProblem {
  override readonly name = "DatabaseConnectionError";

  constructor(
    readonly kind: "UNREACHABLE" | "ACCESS_DENIED" | "NOT_ALLOWED",
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
