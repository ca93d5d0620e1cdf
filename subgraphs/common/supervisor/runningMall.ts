import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isProcessAlive, pidOf, processIdentity } from "../database/embedded/processes";
import { newId } from "../ids";
import { serviceNames } from "../serviceNames";
import { StartProblem } from "../startProblem";
import type { MallPorts } from "./ports";
import { systemCode } from "./systemError";

const noteShape = z.object({
  /** Identity of the supervisor's process. */
  supervisor: z.string(),
  ports: z.record(z.enum([...serviceNames, "gateway"]), z.number().int()),
  isReady: z.boolean(),
});

/** What a supervisor notes of its mall in the data folder, for the doctor and for a second start. */
export type RunningMall = z.infer<typeof noteShape>;

/** The mark of one supervisor on a data folder. */
export interface Claim {
  /** Notes that all is ready. */
  announceReady(): Promise<void>;
  /** Removes the mark, if it is still this process's. */
  release(): Promise<void>;
}

/** The mall of a data folder whose supervisor lives; null when there is none. */
export async function readRunningMall(dataDir: string): Promise<RunningMall | null> {
  const note = await readNote(notePath(dataDir));
  return note !== null && isProcessAlive(note.supervisor) ? note : null;
}

/**
 * Marks a data folder as this process's. Throws a StartProblem that names the running mall when another living process
 * has it; the mark of a dead one is replaced.
 */
export async function claimDataFolder(dataDir: string, ports: MallPorts): Promise<Claim> {
  const path = notePath(dataDir);
  const supervisor = processIdentity(process.pid);
  const note: RunningMall = { supervisor, ports, isReady: false };
  while (!(await publish(path, note))) {
    const holder = await readRunningMall(dataDir);
    if (holder !== null) throw alreadyRunning(holder, dataDir);
    await removeAbandoned(path);
  }
  return {
    async announceReady() {
      const aside = await writeAside(path, { ...note, isReady: true });
      await rename(aside, path);
    },
    async release() {
      if ((await readNote(path))?.supervisor === supervisor) await rm(path, { force: true });
    },
  };
}

/** The note appears complete or not at all; false when there is one already: `link` refuses to overwrite. */
async function publish(path: string, note: RunningMall): Promise<boolean> {
  const aside = await writeAside(path, note);
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(aside, { force: true });
  }
}

async function writeAside(path: string, note: RunningMall): Promise<string> {
  const aside = `${path}.${newId()}`;
  await writeFile(aside, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  return aside;
}

/** Renamed first, so that two who find it abandoned do not remove two notes. */
async function removeAbandoned(path: string): Promise<void> {
  const aside = `${path}.${newId()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
  await rm(aside, { force: true });
}

function notePath(dataDir: string): string {
  return join(dataDir, "mall.json");
}

/** Null when there is no note, or none that can be read: then it is as if there were none. */
async function readNote(path: string): Promise<RunningMall | null> {
  try {
    return noteShape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

function alreadyRunning({ supervisor, ports, isReady }: RunningMall, dataDir: string): Error {
  const pid = pidOf(supervisor);
  const state = isReady ? "is running already" : "is being started already";
  return new StartProblem(
    `The mall of ${dataDir} ${state}: http://127.0.0.1:${ports.gateway}/graphql, process ${pid}. ` +
      `Use that one, or stop it with Ctrl-C in its terminal (kill ${pid} does the same). ` +
      `A second mall needs a DATA_DIR, PORT and USER_URL … MARKETING_URL of its own.`,
  );
}
