import type { Connection, RowDataPacket } from "mysql2/promise";

/** How far one migration has come in a database. */
export interface AppliedMigration {
  readonly tag: string;
  readonly hash: string;
  /** DDL commits by itself, so progress is kept by statement: a start that was killed is resumed at the next one. */
  readonly statementsDone: number;
  readonly isComplete: boolean;
}

const TABLE = "schema_migration";

type Row = RowDataPacket & {
  tag: string;
  hash: string;
  statements_done: number;
  completed_at: Date | null;
};

/** What was applied, by tag. Empty when the database was never migrated. */
export async function readApplied(
  connection: Connection,
): Promise<ReadonlyMap<string, AppliedMigration>> {
  if (!(await hasTable(connection))) return new Map();
  const [rows] = await connection.query<Row[]>(
    `SELECT tag, hash, statements_done, completed_at FROM ${TABLE} ORDER BY tag`,
  );
  return new Map(
    rows.map((row) => [
      row.tag,
      {
        tag: row.tag,
        hash: row.hash,
        statementsDone: row.statements_done,
        isComplete: row.completed_at !== null,
      },
    ]),
  );
}

export async function createMigrationTable(connection: Connection): Promise<void> {
  await connection.query(`CREATE TABLE IF NOT EXISTS ${TABLE} (
    tag varchar(191) NOT NULL PRIMARY KEY,
    hash char(64) NOT NULL,
    statements_done int NOT NULL,
    completed_at datetime(3) NULL
  )`);
}

export async function writeProgress(
  connection: Connection,
  progress: AppliedMigration,
): Promise<void> {
  await connection.query(
    `INSERT INTO ${TABLE} (tag, hash, statements_done, completed_at)
     VALUES (?, ?, ?, IF(?, NOW(3), NULL))
     ON DUPLICATE KEY UPDATE hash = values(hash), statements_done = values(statements_done), completed_at = values(completed_at)`,
    [progress.tag, progress.hash, progress.statementsDone, progress.isComplete],
  );
}

async function hasTable(connection: Connection): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?",
    [TABLE],
  );
  return rows.length > 0;
}
