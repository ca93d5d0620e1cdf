import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** One migration of a folder written by `drizzle-kit generate`. */
export interface Migration {
  /** File name without `.sql`, e.g. `0003_add_coupons`. */
  readonly tag: string;
  readonly statements: readonly string[];
  /** SHA-256 of the text, the same for LF and CRLF checkouts. */
  readonly hash: string;
}

const journalShape = z.object({ entries: z.array(z.object({ idx: z.number(), tag: z.string() })) });

/** The migrations of a folder in order. Throws when the folder holds no `meta/_journal.json` or misses a file of it. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const journal = journalShape.parse(
    JSON.parse(await readFile(join(folder, "meta", "_journal.json"), "utf8")),
  );
  const entries = journal.entries.toSorted((left, right) => left.idx - right.idx);
  return Promise.all(entries.map((entry) => readMigration(folder, entry.tag)));
}

async function readMigration(folder: string, tag: string): Promise<Migration> {
  const text = (await readFile(join(folder, `${tag}.sql`), "utf8")).replaceAll("\r\n", "\n");
  return {
    tag,
    statements: text
      .split("--> statement-breakpoint")
      .map((statement) => statement.trim())
      .filter(isStatement),
    hash: createHash("sha256").update(text).digest("hex"),
  };
}

/** `drizzle-kit generate --custom` writes a file with nothing but a comment: the server refuses an empty query. */
function isStatement(text: string): boolean {
  return text.split("\n").some((line) => line.trim() !== "" && !line.trimStart().startsWith("--"));
}
