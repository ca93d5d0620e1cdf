import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clock } from "../clock";
import { StartProblem } from "../startProblem";
import { systemCode } from "./systemError";

/**
 * The instant the demo data is made for: chosen at the first start and kept, since five services compute the same world
 * from it. Throws a StartProblem when what was kept cannot be read.
 */
export async function seedInstant(dataDir: string): Promise<Date> {
  const path = join(dataDir, "seed-at");
  let text: string;
  try {
    text = (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    return chooseInstant(path);
  }
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new StartProblem(
    `${path} holds no instant. Delete it to have the demo data made for another, or start with SEED=off.`,
  );
}

/** Written aside and renamed: a start that is killed leaves no half file. */
async function chooseInstant(path: string): Promise<Date> {
  const now = clock.now();
  const aside = `${path}.${randomUUID()}`;
  await writeFile(aside, `${now.toISOString()}\n`);
  await rename(aside, path);
  return now;
}
