import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clock } from "../clock";

/**
 * The instant the demo data is made for: chosen at the first start and kept, since five services compute
 * the same world from it. Undefined in production and with `SEED=off`.
 */
export async function seedInstant(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
): Promise<Date | undefined> {
  if (environment["NODE_ENV"] === "production" || environment["SEED"] === "off") return undefined;
  const path = join(dataDir, "seed-at");
  try {
    return new Date((await readFile(path, "utf8")).trim());
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    const now = clock.now();
    await writeFile(path, `${now.toISOString()}\n`);
    return now;
  }
}
