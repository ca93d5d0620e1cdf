import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDatabaseUrl } from "@micro-shop/common/database/databaseUrl";
import { startEmbeddedServer } from "@micro-shop/common/database/embedded/embeddedServer";
import { answers } from "@micro-shop/common/database/embedded/probe";
import { openDatabase } from "@micro-shop/common/database/pool";
import type { Pool } from "mysql2/promise";

/** A durable database server of its own, looked after as the mall's own is: it is started again when it dies. */
export interface FaultDatabase {
  readonly adminUrl: string;
  readonly socketPath: string;
  /** For the checks: sees the databases of all services. */
  readonly pool: Pool;
  /** kill -9, then waits until the supervisor has it answering again; how long that took. */
  killAndAwait(): Promise<number>;
  stop(): Promise<void>;
}

export async function startFaultDatabase(): Promise<FaultDatabase> {
  // In memory where that can be had: what a killed process has written stays, and the disk is not what is tested.
  const folder = await mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "mall-fault-"));
  const server = await startEmbeddedServer({ dataDir: folder });
  const address = parseDatabaseUrl(server.adminUrl);
  if (address.socketPath === null)
    throw new Error("The database server has no socket to connect to.");
  const { pool } = openDatabase({ url: server.adminUrl, acquireTimeoutMs: 10_000 });
  return {
    adminUrl: server.adminUrl,
    socketPath: address.socketPath,
    pool,
    async killAndAwait() {
      const pid = Number(await readFile(join(folder, "database/server.pid"), "utf8"));
      const start = performance.now();
      process.kill(pid, "SIGKILL");
      // The old socket may still take a connection that nobody will answer.
      do await new Promise((resolve) => setTimeout(resolve, 20));
      while (!(await answers(server.adminUrl)));
      return performance.now() - start;
    },
    async stop() {
      await pool.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
