import { parseId } from "@micro-shop/common/ids";
import type { Findings, Scope, Source } from "./invariant";
import { idList, query } from "./query";

/** Rows read at a time on either side. */
const PAGE = 1_000;

const FIRST_ID = Buffer.alloc(16);

/** The rows to judge. */
interface JudgedRows {
  readonly source: Source;
  /** `SELECT … AS id, … FROM … WHERE …` of the rows to judge, in which `:page` stands for the condition on the key. */
  readonly sql: string;
  readonly values?: readonly unknown[];
  /** The column of the key, one row each: an id with an index. */
  readonly key: string;
}

/** Rows of one database and what another one has to say about them. */
export interface Comparison<
  Row extends { readonly id: string },
  Other extends { readonly ref: string },
> extends JudgedRows {
  /** The name under which the key is reported. */
  readonly idName: string;
  /** What is known elsewhere about these ids; `ref` names the one it belongs to. */
  readonly lookUp: (ids: readonly string[]) => Promise<readonly Other[]>;
  /** What is wrong, in a few words; null when all is well. */
  readonly judge: (row: Row, others: readonly Other[]) => string | null;
}

interface Suspicion {
  readonly id: string;
  readonly detail: string;
}

/**
 * Compares rows of one database with what belongs to them in another: in pages along the key, so that any number of rows
 * takes the same memory. On a mall that lives the two are read one after the other, so a suspicion counts only if it is
 * still there when both are read again: by then whatever changed in between is younger than `until`.
 */
export async function compare<
  Row extends { readonly id: string },
  Other extends { readonly ref: string },
>({ isStill }: Scope, comparison: Comparison<Row, Other>, findings: Findings): Promise<void> {
  let after: Buffer | null = FIRST_ID;
  while (after !== null) {
    const rows: readonly Row[] = await readPage<Row>(comparison, after);
    const suspicions = await judgeAll(comparison, rows);
    const violations = isStill ? suspicions : await judgeAgain(comparison, suspicions);
    for (const { id, detail } of violations) {
      findings.add({ ids: { [comparison.idName]: id }, detail });
    }
    const last = rows.at(-1);
    after = last === undefined || rows.length < PAGE ? null : parseId(last.id);
  }
}

function readPage<Row extends { readonly id: string }>(
  { source, sql, values = [], key }: JudgedRows,
  after: Buffer,
): Promise<readonly Row[]> {
  const page = sql.replace(":page", `${key} > x'${after.toString("hex")}'`);
  return query<Row>(source, `${page} ORDER BY ${key} LIMIT ${PAGE}`, values);
}

async function judgeAgain<
  Row extends { readonly id: string },
  Other extends { readonly ref: string },
>(
  comparison: Comparison<Row, Other>,
  suspicions: readonly Suspicion[],
): Promise<readonly Suspicion[]> {
  if (suspicions.length === 0) return [];
  const { source, sql, values = [], key } = comparison;
  const ids = suspicions.map(({ id }) => `x'${parseId(id).toString("hex")}'`);
  const again = sql.replace(":page", `${key} IN (${ids.join(", ")})`);
  return judgeAll(comparison, await query<Row>(source, again, values));
}

async function judgeAll<
  Row extends { readonly id: string },
  Other extends { readonly ref: string },
>({ lookUp, judge }: Comparison<Row, Other>, rows: readonly Row[]): Promise<readonly Suspicion[]> {
  if (rows.length === 0) return [];
  const others = new Map<string, Other[]>();
  for (const other of await lookUp(rows.map((row) => row.id))) {
    const known = others.get(other.ref);
    if (known === undefined) others.set(other.ref, [other]);
    else known.push(other);
  }
  return rows.flatMap((row) => {
    const detail = judge(row, others.get(row.id) ?? []);
    return detail === null ? [] : [{ id: row.id, detail }];
  });
}

/** `lookUp` of one SELECT with `IN (?)` for the ids and a column `ref`. */
export function lookUpIn<Other extends object>(
  source: Source,
  sql: string,
): (ids: readonly string[]) => Promise<readonly Other[]> {
  return (ids) => query<Other>(source, sql, [idList(ids)]);
}
