import { getTableColumns, type Column, type InferInsertModel, type SQL } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import type { ResultSetHeader } from "mysql2/promise";
import type { DatabaseExecutor } from "./pool";
import { slot, writeStatement } from "./statement";

/**
 * `update` of a table, whose text is built once for each set of columns that is changed (see statement.ts). What is
 * undefined in the changes stays as it is; there must be a change.
 * @param where the rows, with a slot for each of the values given at a run.
 */
export function updateStatement<T extends MySqlTable, Where extends object>(
  table: T,
  where: SQL | undefined,
): (
  executor: DatabaseExecutor,
  changes: Partial<InferInsertModel<T>>,
  values: Where,
) => Promise<ResultSetHeader> {
  const columns: Readonly<Record<string, Column>> = getTableColumns(table);
  const byNames = new Map<string, ReturnType<typeof writeStatement>>();

  function statementFor(names: readonly string[]): ReturnType<typeof writeStatement> {
    const slots = names.map((name) => {
      const column = columns[name];
      if (!column) throw new RangeError(`The table has no column ${name}.`);
      return [name, slot(column, SET + name)] as const;
    });
    return writeStatement((builder) =>
      builder
        .update(table)
        .set(Object.fromEntries(slots) as never)
        .where(where),
    );
  }

  return (executor, changes, values) => {
    const parameters = { ...values } as Record<string, unknown>;
    const names: string[] = [];
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) continue;
      names.push(name);
      parameters[SET + name] = value;
    }
    const key = names.join();
    let statement = byNames.get(key);
    if (!statement) byNames.set(key, (statement = statementFor(names)));
    return statement(executor, parameters);
  };
}

/** Keeps a column's new value apart from the value it is looked up by. */
const SET = "set ";
