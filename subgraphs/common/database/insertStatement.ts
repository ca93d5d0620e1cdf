import { getTableColumns, is, SQL, type Column, type InferInsertModel } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import type { ResultSetHeader } from "mysql2/promise";
import type { DatabaseExecutor } from "./pool";
import { slot, writeStatement } from "./statement";

type Row<T extends MySqlTable, Fixed> = Omit<InferInsertModel<T>, keyof Fixed & string>;

/**
 * `insert into` a table, whose text is built once for each number of rows (see statement.ts). What a row leaves out is its
 * column's default, else NULL.
 * @param fixed what the database computes, the same for all rows; `sql` without slots.
 */
export function insertStatement<
  T extends MySqlTable,
  Fixed extends Partial<Record<keyof InferInsertModel<T>, SQL>> = Record<never, SQL>,
>(
  table: T,
  fixed?: Fixed,
): (executor: DatabaseExecutor, rows: readonly Row<T, Fixed>[]) => Promise<ResultSetHeader> {
  const columns: readonly [string, Column][] = Object.entries(getTableColumns(table)).filter(
    ([, column]) => column.generated === undefined,
  );
  const given = columns.filter(([name]) => fixed === undefined || !(name in fixed));
  const byCount = new Map<number, ReturnType<typeof writeStatement>>();

  function statementFor(count: number): ReturnType<typeof writeStatement> {
    const slots = Array.from({ length: count }, (_unused, index) => ({
      ...Object.fromEntries(given.map(([name, column]) => [name, slot(column, `${name}${index}`)])),
      ...fixed,
    }));
    return writeStatement((builder) => builder.insert(table).values(slots as never));
  }

  return (executor, rows) => {
    let statement = byCount.get(rows.length);
    if (!statement) {
      statement = statementFor(rows.length);
      // Lists are short; whatever is longer than this is no hot path.
      if (rows.length <= MAX_ROWS_KEPT) byCount.set(rows.length, statement);
    }
    const values: Record<string, unknown> = {};
    for (const [index, row] of rows.entries()) {
      for (const [name, column] of given) {
        const value = (row as Readonly<Record<string, unknown>>)[name];
        values[`${name}${index}`] = value === undefined ? defaultOf(column) : value;
      }
    }
    return statement(executor, values);
  };
}

const MAX_ROWS_KEPT = 16;

function defaultOf({ name, default: value = null }: Column): unknown {
  if (is(value, SQL))
    throw new RangeError(`${name} must be given: the database computes its default.`);
  return value;
}
