import { existsSync } from "node:fs";
import { access, constants, mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { StartProblem } from "../startProblem";
import { systemCode } from "./systemError";

const MEGABYTE = 1024 * 1024;
/** A new database with the demo shop takes 160 MB; one that exists needs room to write. */
const NEW_DATABASE_MB = 300;
const EXISTING_DATABASE_MB = 50;

export interface DataFolderNeeds {
  /** Whether the embedded database lives in it. */
  readonly hasDatabase: boolean;
}

/**
 * Makes the data folder if there is none. Throws a StartProblem when this user cannot write to it, or when the disk is too
 * full for what is to be kept there.
 */
export async function prepareDataFolder(dataDir: string, needs?: DataFolderNeeds): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw describeFileError(error, dataDir);
  }
  const { bavail, bsize } = await statfs(dataDir);
  const wantedMb = megabytesFor(dataDir, needs);
  const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
  if (freeMb >= wantedMb) return;
  throw new StartProblem(
    `The disk of the data folder ${dataDir} has ${freeMb} MB left, ${wantedMb} MB are needed. ` +
      "Free some, or set DATA_DIR to a folder on another disk.",
  );
}

function megabytesFor(dataDir: string, needs: DataFolderNeeds | undefined): number {
  if (needs === undefined) return 0;
  const isNew = needs.hasDatabase && !existsSync(join(dataDir, "database", "data"));
  return isNew ? NEW_DATABASE_MB : EXISTING_DATABASE_MB;
}

/** What the file system refuses in the data folder as a StartProblem that names the fix; any other error as it is. */
export function describeFileError(error: unknown, dataDir: string): unknown {
  const code = systemCode(error);
  const reason = fileReasons.get(code);
  if (reason === undefined) return error;
  const { path } = error as NodeJS.ErrnoException;
  // A full disk is told by writes, which name no path; all else that names none is about ports and processes.
  const isOurs = path === undefined ? diskFull.has(code) : path.startsWith(dataDir);
  if (!isOurs) return error;
  const which = path === undefined || path === dataDir ? "" : `: ${path}`;
  return new StartProblem(
    `The data folder ${dataDir} cannot be made or written to${which} (${code}, ${reason}). ` +
      "Set DATA_DIR to a folder this user can write to, on a disk with space.",
    { cause: error },
  );
}

const diskFull: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);

const fileReasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "no permission"],
  ["EPERM", "no permission"],
  ["EROFS", "a read-only disk"],
  // What `mkdir` of Node says of a read-only disk as well.
  ["ENOENT", "no such folder can be made"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "this user's quota is used up"],
  ["ENOTDIR", "a file is in the way"],
  ["EEXIST", "a file is in the way"],
]);
