import type { Connection, RowDataPacket } from "mysql2/promise";
import { createHash } from "node:crypto";
import type { Logger } from "../log";
import { limitStatements } from "./connectionOptions";
import { databaseErrno } from "./errors";
import { readMigrations, type Migration } from "./migrationFiles";
import {
  createMigrationTable,
  readApplied,
  writeProgress,
  type AppliedMigration,
} from "./migrationTable";
import type { Database } from "./pool";

/** A migration failed or does not fit the database. The message names the migration and what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

export interface MigrateOptions {
  readonly log?: Logger;
  /** How long to wait while another process migrates the same database, default 60. */
  readonly lockTimeoutSeconds?: number;
}

/**
 * Applies the pending migrations of a `drizzle-kit generate` folder, one process at a time, and returns their tags.
 * Safe to call from every instance at start; a start that was killed half-way is resumed. Throws a MigrationError.
 */
export async function migrate(
  database: Database,
  folder: string,
  options: MigrateOptions = {},
): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const connection = await database.pool.getConnection();
  // GET_LOCK belongs to the session: everything below runs on this one connection.
  try {
    // Waiting for another process and changing large tables take their time.
    await connection.query(limitStatements(0));
    await lock(connection, database.name, options.lockTimeoutSeconds ?? 60);
    await createMigrationTable(connection);
    const applied = await readApplied(connection);
    const pending = findPending(migrations, applied);
    for (const migration of pending) {
      await apply(connection, migration, applied.get(migration.tag) ?? null);
      options.log?.info({ database: database.name, migration: migration.tag }, "migration applied");
    }
    return pending.map((migration) => migration.tag);
  } finally {
    // On a dead connection this fails, but then the lock is free already.
    await unlock(connection, database.name).catch(() => undefined);
    // Not given back: its statements have no limit.
    connection.destroy();
  }
}

/** Tags of the migrations a database lacks. A process with any must not serve. Throws a MigrationError when one was edited. */
export async function pendingMigrations(
  database: Database,
  folder: string,
): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const connection = await database.pool.getConnection();
  try {
    return findPending(migrations, await readApplied(connection)).map((migration) => migration.tag);
  } finally {
    connection.release();
  }
}

function findPending(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, AppliedMigration>,
): readonly Migration[] {
  for (const migration of migrations) {
    const before = applied.get(migration.tag);
    if (before !== undefined && before.hash !== migration.hash) {
      throw new MigrationError(
        `Migration ${migration.tag} was edited after it had been applied. ` +
          `Restore the file and put the change into a new migration (drizzle-kit generate).`,
      );
    }
  }
  return migrations.filter((migration) => applied.get(migration.tag)?.isComplete !== true);
}

async function apply(
  connection: Connection,
  migration: Migration,
  before: AppliedMigration | null,
): Promise<void> {
  const { tag, hash, statements } = migration;
  const note = (statementsDone: number) =>
    writeProgress(connection, {
      tag,
      hash,
      statementsDone,
      isComplete: statementsDone === statements.length,
    });
  const resumedAt = before?.statementsDone ?? null;
  await note(resumedAt ?? 0);
  for (const [index, statement] of statements.entries()) {
    if (resumedAt !== null && index < resumedAt) continue;
    try {
      await connection.query(statement);
    } catch (error) {
      // Killed between a statement and the note that it is done: only there may its effect already exist.
      if (index !== resumedAt || !saysAlreadyDone(error)) throw failure(migration, index, error);
    }
    await note(index + 1);
  }
}

/** Table, column, key, foreign key or row exists already; column, key or table is gone already. */
function saysAlreadyDone(error: unknown): boolean {
  return [1050, 1060, 1061, 1826, 1062, 1091, 1051].includes(databaseErrno(error) ?? 0);
}

function failure(migration: Migration, index: number, cause: unknown): MigrationError {
  return new MigrationError(
    `Migration ${migration.tag} failed at its statement ${index + 1} of ${migration.statements.length}; ` +
      `the ${index} before it are kept. Correct the statement or the data, then start again: it resumes there.`,
    { cause },
  );
}

async function lock(
  connection: Connection,
  databaseName: string,
  timeoutSeconds: number,
): Promise<void> {
  const [rows] = await connection.query<(RowDataPacket & { isHeld: number | null })[]>(
    "SELECT GET_LOCK(?, ?) AS isHeld",
    [lockName(databaseName), timeoutSeconds],
  );
  if (rows[0]?.isHeld === 1) return;
  throw new MigrationError(
    `Another process has been migrating ${databaseName} for ${timeoutSeconds} s. ` +
      `Wait for it or stop it, then start again.`,
  );
}

async function unlock(connection: Connection, databaseName: string): Promise<void> {
  await connection.query("SELECT RELEASE_LOCK(?)", [lockName(databaseName)]);
}

/** MySQL accepts at most 64 characters. */
function lockName(databaseName: string): string {
  const name = `migrate:${databaseName}`;
  return name.length <= 64
    ? name
    : `migrate:${createHash("sha256").update(databaseName).digest("hex").slice(0, 32)}`;
}
