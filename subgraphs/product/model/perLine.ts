import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { numberSlot, slot, writeStatement } from "@micro-shop/common/database/statement";
import { inArray, sql, type Column, type SQL } from "drizzle-orm";
import type { ResultSetHeader } from "mysql2/promise";

/** The rows of some ids, and the quantity that goes with each. */
export interface LineSlots {
  readonly isOneOf: SQL;
  readonly quantity: SQL<number>;
}

/** An id and a quantity of it. */
export type Line = readonly [id: string, quantity: number];

/**
 * A statement that changes a row for each of several lines, each by its own quantity; its text is built once for each
 * number of lines.
 * @param id the column that the lines name.
 */
export function statementPerLine(
  id: Column,
  build: (
    builder: Parameters<Parameters<typeof writeStatement>[0]>[0],
    slots: LineSlots,
  ) => ReturnType<Parameters<typeof writeStatement>[0]>,
): (executor: DatabaseExecutor, lines: readonly Line[]) => Promise<ResultSetHeader> {
  const byCount = new Map<number, ReturnType<typeof writeStatement>>();

  function statementFor(count: number): ReturnType<typeof writeStatement> {
    const ids = Array.from({ length: count }, (_unused, index) => slot(id, `id${index}`));
    const cases = ids.map((one, index) => sql`when ${one} then ${numberSlot(`quantity${index}`)}`);
    const quantity = sql<number>`case ${id} ${sql.join(cases, sql` `)} end`;
    return writeStatement((builder) => build(builder, { isOneOf: inArray(id, ids), quantity }));
  }

  return (executor, lines) => {
    let statement = byCount.get(lines.length);
    if (!statement) byCount.set(lines.length, (statement = statementFor(lines.length)));
    const values: Record<string, unknown> = {};
    for (const [index, [one, quantity]] of lines.entries()) {
      values[`id${index}`] = one;
      values[`quantity${index}`] = quantity;
    }
    return statement(executor, values);
  };
}
