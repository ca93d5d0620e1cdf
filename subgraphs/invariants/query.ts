import type { RowDataPacket } from "mysql2/promise";
import { formatId, parseId } from "@micro-shop/common/ids";
import type { Findings, Source, Violation } from "./invariant";

/** A value of a row as it is read here: ids are UUID text. */
type Cell = string | number | Date | null;

/** Rows of a SELECT. */
export async function query<Row extends object>(
  { pool }: Source,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const [rows] = await pool.query<RowDataPacket[]>(sql, [...values]);
  return rows.map((row) => mapCells(row, readCell) as Row);
}

/**
 * Reports each row of a SELECT as a violation: the column `detail` says what is so, its ids say of what. The server hands
 * out the first 20 rows and their number, however many there are.
 */
export async function reportRows(
  findings: Findings,
  source: Source,
  sql: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const limited = `SELECT broken.*, count(*) OVER () AS found FROM (${sql}) AS broken LIMIT 20`;
  const rows = await query<BrokenRow>(source, limited, values);
  findings.addFirst(rows.map(violationOf), rows[0]?.found ?? 0);
}

type BrokenRow = Readonly<Record<string, string | number | null>> & {
  readonly detail: string;
  readonly found: number;
};

function violationOf({ detail, found: _found, ...ids }: BrokenRow): Violation {
  return { ids: mapCells(ids, (cell) => String(cell ?? "none")), detail };
}

/** Ids for `IN (?)`. */
export function idList(ids: readonly string[]): readonly Buffer[] {
  return ids.map(parseId);
}

/** Whether a database has a table: each subgraph has those of messaging that it uses. */
export async function hasTable(source: Source, table: string): Promise<boolean> {
  const rows = await query(
    source,
    "SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = ?",
    [table],
  );
  return rows.length > 0;
}

function readCell(value: unknown): Cell {
  return Buffer.isBuffer(value) ? formatId(value) : (value as Cell);
}

function mapCells<From, To>(
  row: Readonly<Record<string, From>>,
  map: (cell: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, map(cell)]));
}
