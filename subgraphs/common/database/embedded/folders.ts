import { createHash } from "node:crypto";
import { chmod, mkdir, realpath } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { isPrivateFolder } from "./privateFolder";

/** Where an embedded server keeps everything. */
export interface ServerFolders {
  readonly base: string;
  readonly data: string;
  readonly temporary: string;
  /** Empty: no plugin is ever loaded from outside. */
  readonly plugins: string;
  readonly socket: string;
  readonly log: string;
  /** Written by the server itself. */
  readonly pid: string;
  /** Which process runs the server, and how to reach it. */
  readonly state: string;
  readonly startLock: string;
}

/** `sun_path` holds 108 bytes with the final zero on Linux, 104 on macOS. */
const MAX_SOCKET_PATH_BYTES = process.platform === "darwin" ? 103 : 107;

/** Makes the folders below `<dataDir>/database`, 0700: root has no password at the socket. */
export async function prepareFolders(dataDir: string): Promise<ServerFolders> {
  await mkdir(join(dataDir, "database"), { recursive: true, mode: 0o700 });
  const base = await realpath(join(dataDir, "database"));
  await chmod(base, 0o700);
  const folders: ServerFolders = {
    base,
    data: join(base, "data"),
    temporary: join(base, "tmp"),
    plugins: join(base, "plugins"),
    socket: await socketPath(base),
    log: join(base, "server.log"),
    pid: join(base, "server.pid"),
    state: join(base, "server.json"),
    startLock: join(base, "starting.lock"),
  };
  await mkdir(folders.temporary, { recursive: true });
  await mkdir(folders.plugins, { recursive: true });
  return folders;
}

async function socketPath(base: string): Promise<string> {
  const path = join(base, "db.sock");
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path;
  const folder = join(tmpdir(), `micro-shop-${userInfo().uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await isPrivateFolder(folder))) {
    throw new Error(
      `The path of the data folder is too long for a socket and ${folder} belongs to another user. ` +
        `Set DATA_DIR to a shorter path.`,
    );
  }
  return join(folder, `${createHash("sha256").update(base).digest("hex").slice(0, 16)}.sock`);
}
