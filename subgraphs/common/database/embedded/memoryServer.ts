import { createDB } from "mysql-memory-server";
import { formatDatabaseUrl } from "../databaseUrl";

/** A MySQL that lives in memory and dies with this process. */
export interface MemoryServer {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** The last resort, for macOS and Windows: downloads MySQL (about 200 MB, once) and runs it without keeping data. */
export async function startMemoryServer(): Promise<MemoryServer> {
  const server = await quietly(() =>
    createDB({ version: "8.4.x", xEnabled: "OFF", downloadRetries: 1, logLevel: "ERROR" }),
  );
  const adminUrl = formatDatabaseUrl({
    host: "127.0.0.1",
    port: server.port,
    user: server.username,
    password: "",
    database: "",
    socketPath: null,
    ssl: false,
  });
  return { adminUrl, stop: () => server.stop() };
}

/** The library prints every error with its stack before it throws it; what it throws is told where it matters. */
async function quietly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { console } = globalThis;
  const { error } = console;
  console.error = () => undefined;
  try {
    return await work();
  } finally {
    console.error = error;
  }
}
