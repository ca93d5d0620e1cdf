import type { Pool } from "mysql2/promise";
import { newId, parseId } from "@micro-shop/common/ids";
import { collectFindings } from "../findings";
import { compare } from "../compare";
import type { Scope, Source, Violation } from "../invariant";

interface Asked {
  readonly sql: string;
}

/** A database that answers page after page, and what it was asked. */
function fakeSource(answers: readonly (readonly string[])[]): { source: Source; asked: Asked[] } {
  const asked: Asked[] = [];
  const query = async (sql: string) => {
    const ids = answers[asked.length] ?? [];
    asked.push({ sql });
    return [ids.map((id) => ({ id: parseId(id) })), []];
  };
  return { source: { pool: { query: query as unknown as Pool["query"] } }, asked };
}

async function find(
  source: Source,
  { isStill, missing }: { readonly isStill: boolean; readonly missing: () => ReadonlySet<string> },
): Promise<{ count: number; violations: readonly Violation[] }> {
  const sources = Object.fromEntries(
    ["user", "product", "order", "pay", "marketing"].map((name) => [name, source]),
  ) as unknown as Scope["sources"];
  const findings = collectFindings();
  await compare<{ id: string }, { ref: string }>(
    { sources, until: new Date(), isStill },
    {
      source,
      sql: "SELECT id FROM thing WHERE :page AND done = 1",
      key: "id",
      idName: "thingId",
      lookUp: async (ids) => {
        const unknown = missing();
        return ids.filter((id) => !unknown.has(id)).map((ref) => ({ ref }));
      },
      judge: (_row, others) => (others.length === 0 ? "nobody knows it" : null),
    },
    findings,
  );
  return { count: findings.count(), violations: findings.violations() };
}

describe("a comparison of two databases", () => {
  const all = Array.from({ length: 2_001 }, () => newId()).toSorted();
  const pages = [all.slice(0, 1_000), all.slice(1_000, 2_000), all.slice(2_000)];

  it("goes page by page along the key and ends with the first that is not full", async () => {
    const { source, asked } = fakeSource(pages);
    const last = all.slice(-1);
    const { violations } = await find(source, { isStill: true, missing: () => new Set(last) });
    expect(violations).toEqual([{ ids: { thingId: last[0] }, detail: "nobody knows it" }]);
    expect(asked.map(({ sql }) => sql.replace(/^.* WHERE /, ""))).toEqual(
      [undefined, all[999], all[1_999]].map((after) => {
        const hex = (after ?? "").replaceAll("-", "").padStart(32, "0");
        return `id > x'${hex}' AND done = 1 ORDER BY id LIMIT 1000`;
      }),
    );
  });

  it("of a living mall asks a second time about what it suspects, and of no more", async () => {
    const [first = "", second = "", third = ""] = all;
    const page = [first, second, third];
    // Of the two suspects the second has changed so much meanwhile that it is not among the rows any more.
    const { source, asked } = fakeSource([page, [first]]);
    const { violations } = await find(source, {
      isStill: false,
      missing: () => new Set([first, second]),
    });
    expect(violations.map(({ ids }) => ids["thingId"])).toEqual([first]);
    const hex = [first, second].map((id) => `x'${id.replaceAll("-", "")}'`).join(", ");
    expect(asked[1]?.sql).toBe(`SELECT id FROM thing WHERE id IN (${hex}) AND done = 1`);
  });

  it("forgets a suspicion that is gone at the second look", async () => {
    const page = all.slice(0, 3);
    const answers = [new Set(page), new Set<string>()];
    const { source } = fakeSource([page, page]);
    const found = await find(source, {
      isStill: false,
      missing: () => answers.shift() ?? new Set(),
    });
    expect(found).toEqual({ count: 0, violations: [] });
  });
});
