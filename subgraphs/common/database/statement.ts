import { DrizzleQueryError, is, Param, Placeholder, sql, type Column, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/mysql2";
import type { ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { clientOf } from "./client";
import type { DatabaseExecutor } from "./pool";

/*
 * Statements whose text drizzle builds once. Building takes longer than sending: on a hot path it is most of a service's
 * work. They are sent prepared, so the server does not parse them again either.
 *
 * No `.limit()` in them: a prepared statement's numbers travel as doubles, which MySQL refuses there.
 */

const builder = drizzle.mock();

type Builder = typeof builder;

interface Buildable {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] };
}

type Fields = Readonly<Record<string, Column>>;

/**
 * The place of a value in the text of a statement. The value is given at each run, and written as the column does.
 * @param name default: the column's name in the database.
 */
export function slot<C extends Column>(column: C, name: string = column.name): SQL<C["_"]["data"]> {
  return sql`${sql.param(sql.placeholder(name), column)}`;
}

/** An INSERT, UPDATE or DELETE: `build` is called once, at the first run. Each run gives a value for every slot. */
export function writeStatement<Values extends object>(
  build: (builder: Builder) => Buildable,
): (executor: DatabaseExecutor, values: Values) => Promise<ResultSetHeader> {
  const prepared = once(() => prepare(build(builder)));
  return async (executor, values) => {
    const { text, fill } = prepared();
    const parameters = fill(values);
    try {
      const [result] = await clientOf(executor).execute<ResultSetHeader>(text, parameters);
      return result;
    } catch (error) {
      throw asQueryError(text, parameters, error);
    }
  };
}

/**
 * A SELECT of columns: `build` is called once, at the first run, with the columns to be selected.
 * @param fields flat, e.g. `getTableColumns(table)`.
 */
export function readStatement<Values extends object, Row>(
  fields: Fields,
  build: (builder: Builder) => Buildable & PromiseLike<readonly Row[]>,
): (executor: DatabaseExecutor, values: Values) => Promise<Row[]> {
  const prepared = once(() => prepare(build(builder)));
  const columns = Object.entries(fields);
  return async (executor, values) => {
    const { text, fill } = prepared();
    const parameters = fill(values);
    // Columns read dates from text, as drizzle hands them over.
    const options = { sql: text, rowsAsArray: true, dateStrings: true };
    try {
      const [rows] = await clientOf(executor).execute<RowDataPacket[][]>(options, parameters);
      return rows.map((row) => decode<Row>(columns, row));
    } catch (error) {
      throw asQueryError(text, parameters, error);
    }
  };
}

function decode<Row>(
  columns: readonly (readonly [string, Column])[],
  row: readonly unknown[],
): Row {
  const decoded: Record<string, unknown> = {};
  let index = 0;
  for (const [name, column] of columns) {
    const value = row[index++] ?? null;
    decoded[name] = value === null ? null : column.mapFromDriverValue(value);
  }
  // `build` selects the same columns, by its type.
  return decoded as Row;
}

type Driver = string | number | Buffer | null;

function prepare(query: Buildable): {
  readonly text: string;
  readonly fill: (values: object) => Driver[];
} {
  const { sql: text, params } = query.toSQL();
  const fillers = params.map(fillerOf);
  return {
    text,
    fill: (values) => fillers.map((fill) => fill(values as Readonly<Record<string, unknown>>)),
  };
}

function fillerOf(parameter: unknown): (values: Readonly<Record<string, unknown>>) => Driver {
  // What stands in the text itself was encoded when it was built.
  if (!is(parameter, Param)) return () => parameter as Driver;
  const { value: place, encoder } = parameter;
  if (!is(place, Placeholder)) throw new RangeError("A parameter is neither a value nor a slot.");
  const { name } = place;
  return (values) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`The statement has no value for ${name}.`);
    return value === null ? null : (encoder.mapToDriverValue(value) as Driver);
  };
}

/** The driver's errors have no stack of their own. */
function asQueryError(text: string, parameters: Driver[], error: unknown): unknown {
  return error instanceof Error ? new DrizzleQueryError(text, parameters, error) : error;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
