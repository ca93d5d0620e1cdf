import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { z } from "zod";

const stateShape = z.object({
  adminUrl: z.string(),
  /** Identity of the server's process. */
  server: z.string(),
  /** Identity of the process that stops it. */
  owner: z.string(),
});

/** What one process tells the others about the running server. */
export type ServerState = z.infer<typeof stateShape>;

/** Null when no server was started, or its note cannot be read: then it is as if there were none. */
export async function readState(path: string): Promise<ServerState | null> {
  try {
    return stateShape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

/** Written aside and renamed: a reader never sees half of it. */
export async function writeState(path: string, state: ServerState): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await writeFile(aside, JSON.stringify(state), { mode: 0o600 });
  await rename(aside, path);
}

export async function removeState(path: string): Promise<void> {
  await rm(path, { force: true });
}
