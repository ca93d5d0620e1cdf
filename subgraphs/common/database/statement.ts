import {
  Column,
  DrizzleQueryError,
  inArray,
  is,
  Param,
  Placeholder,
  sql,
  type SQL,
} from "drizzle-orm";
import { drizzle } from "drizzle-orm/mysql2";
import type { ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { clientOf } from "./client";
import { padInList } from "./inList";
import type { DatabaseExecutor } from "./pool";

/*
 * Statements whose text drizzle builds once. Building takes longer than sending: on a hot path it is most of a service's
 * work. They are sent prepared, so the server does not parse them again either.
 *
 * No `.limit()` in them: a prepared statement's numbers travel as doubles, which MySQL refuses there.
 */

const unconnected = drizzle.mock();

type Builder = typeof unconnected;

interface Buildable {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] };
}

/** How the values of a row are read, in the order of the SELECT: as a column's, or by a function (NULL stays null). */
type Reader = Column | ((value: unknown) => unknown);

/** Flat, e.g. `getTableColumns(table)`, or with tables of their own below it. */
type Fields = Readonly<Record<string, Reader | Readonly<Record<string, Column>>>>;

/**
 * The place of a value in the text of a statement. The value is given at each run, and written as the column does.
 * @param name default: the column's name in the database.
 */
export function slot<C extends Column>(column: C, name: string = column.name): SQL<C["_"]["data"]> {
  return sql`${sql.param(sql.placeholder(name), column)}`;
}

/** The place of a number that is written as it is. */
export function numberSlot(name: string): SQL<number> {
  return sql`${sql.placeholder(name)}`;
}

/** An INSERT, UPDATE or DELETE: `build` is called once, at the first run. Each run gives a value for every slot. */
export function writeStatement<Values extends object>(
  build: (builder: Builder) => Buildable,
): (executor: DatabaseExecutor, values: Values) => Promise<ResultSetHeader> {
  const prepared = once(() => prepare(build(unconnected)));
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

/** A SELECT: `build` is called once, at the first run. Its `select` names the same fields in the same order. */
export function readStatement<Values extends object, Row>(
  fields: Fields,
  build: (builder: Builder) => Buildable & PromiseLike<readonly Row[]>,
): (executor: DatabaseExecutor, values: Values) => Promise<Row[]> {
  const prepared = once(() => prepare(build(unconnected)));
  const decode = decoderOf<Row>(fields);
  return async (executor, values) => {
    const { text, fill } = prepared();
    const parameters = fill(values);
    // Columns read dates from text, as drizzle hands them over.
    const options = { sql: text, rowsAsArray: true, dateStrings: true };
    try {
      const [rows] = await clientOf(executor).execute<RowDataPacket[][]>(options, parameters);
      return rows.map(decode);
    } catch (error) {
      throw asQueryError(text, parameters, error);
    }
  };
}

/**
 * A SELECT of the rows that have one of some values in a column, in one text for each power of two of values (see
 * `padInList`). No values, no rows.
 */
export function readByStatement<Row>(
  fields: Fields,
  column: Column,
  build: (builder: Builder, isWanted: SQL) => Buildable & PromiseLike<readonly Row[]>,
): (executor: DatabaseExecutor, values: readonly string[]) => Promise<Row[]> {
  const textFor = textsByLength(column, (isWanted) =>
    readStatement<object, Row>(fields, (builder) => build(builder, isWanted)),
  );
  return async (executor, values) => {
    if (values.length === 0) return [];
    const { run, filled } = textFor(values);
    return run(executor, filled);
  };
}

/** The same for a statement that writes; it may have slots of its own. There must be a value. */
export function writeByStatement<Values extends object>(
  column: Column,
  build: (builder: Builder, isWanted: SQL) => Buildable,
): (
  executor: DatabaseExecutor,
  values: readonly string[],
  others: Values,
) => Promise<ResultSetHeader> {
  const textFor = textsByLength(column, (isWanted) =>
    writeStatement((builder) => build(builder, isWanted)),
  );
  return (executor, values, others) => {
    const { run, filled } = textFor(values);
    return run(executor, { ...filled, ...others });
  };
}

function textsByLength<Run>(column: Column, make: (isWanted: SQL) => Run) {
  const byLength = new Map<number, Run>();
  return (values: readonly string[]) => {
    const padded = padInList(values);
    let run = byLength.get(padded.length);
    if (!run) {
      const slots = padded.map((_value, index) => slot(column, `value${index}`));
      run = make(inArray(column, slots));
      byLength.set(padded.length, run);
    }
    return { run, filled: Object.fromEntries(padded.map((one, index) => [`value${index}`, one])) };
  };
}

function decoderOf<Row>(fields: Fields): (row: readonly unknown[]) => Row {
  const readers: { group: string | null; name: string; read: (value: unknown) => unknown }[] = [];
  const add = (group: string | null, name: string, reader: Reader): void => {
    const read = is(reader, Column)
      ? (value: unknown): unknown => reader.mapFromDriverValue(value)
      : reader;
    readers.push({ group, name, read });
  };
  for (const [name, field] of Object.entries(fields)) {
    if (is(field, Column) || typeof field === "function") add(null, name, field);
    else for (const [inner, column] of Object.entries(field)) add(name, inner, column);
  }
  return (row) => {
    const decoded: Record<string, unknown> = {};
    for (const [index, { group, name, read }] of readers.entries()) {
      const value = row[index] ?? null;
      const target = group === null ? decoded : ((decoded[group] ??= {}) as typeof decoded);
      target[name] = value === null ? null : read(value);
    }
    // `build` selects the same fields, by its type.
    return decoded as Row;
  };
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
  const place = is(parameter, Param) ? parameter.value : parameter;
  // What `build` gave was encoded when the text was built.
  if (!is(place, Placeholder)) return () => place as Driver;
  const encoder = is(parameter, Param) ? parameter.encoder : null;
  const { name } = place;
  return (values) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`The statement has no value for ${name}.`);
    return (value === null || !encoder ? value : encoder.mapToDriverValue(value)) as Driver;
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
