import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

interface Entry {
  readonly time: string;
  readonly msg?: string;
}

/**
 * How long the five seeds took together in milliseconds, by the services' logs: from the end of the first service's
 * migrations to the end of the last seed. Null when nothing was seeded.
 */
export async function seedTimeMs(logs: string): Promise<number | null> {
  const begun: number[] = [];
  const ended: number[] = [];
  for (const name of await readdir(logs)) {
    const entries = parseLog(await readFile(join(logs, name), "utf8"));
    const migrated = entries.findLast(({ msg }) => msg === "migration applied");
    const seeded = entries.find(({ msg = "" }) => /^demo .* seeded$/.test(msg));
    if (migrated === undefined || seeded === undefined) continue;
    begun.push(Date.parse(migrated.time));
    ended.push(Date.parse(seeded.time));
  }
  return ended.length === 0 ? null : Math.max(...ended) - Math.min(...begun);
}

function parseLog(text: string): readonly Entry[] {
  const lines = text.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Entry);
}
