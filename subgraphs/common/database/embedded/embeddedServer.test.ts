import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureDatabases } from "../ensureDatabases";
import { openDatabase } from "../pool";
import { spawnHolder, type Holder } from "../../testing/databaseServerHolder";
import { DataFolderError, NoDatabaseError } from "../startErrors";
import { prepareFolders } from "./folders";
import { launch } from "./launch";
import { answers } from "./probe";
import { isProcessAlive, pidOf } from "./processes";
import { readState } from "./serverState";

let dataDir: string;
let holders: Holder[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "mall-"));
  holders = [];
});
afterEach(async () => {
  await Promise.all(holders.map((holder) => holder.end("SIGTERM")));
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

function hold(): Holder {
  const holder = spawnHolder(dataDir);
  holders.push(holder);
  return holder;
}

function ensure(report?: (sentence: string) => void) {
  return ensureDatabases({ dataDir, names: ["user"], passwords: { user: "secret" }, report });
}

async function query(url: string, statement: string): Promise<unknown> {
  const database = openDatabase({ url, connectionLimit: 1 });
  try {
    return (await database.pool.query(statement))[0];
  } finally {
    await database.close();
  }
}

async function serverIdentity(): Promise<string> {
  const state = await readState(join(dataDir, "database", "server.json"));
  return state?.server ?? "";
}

async function until(isTrue: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (const giveUpAt = Date.now() + 20_000; Date.now() < giveUpAt; await sleep(20)) {
    if (await isTrue()) return;
  }
  throw new Error(`Waited in vain until ${what}.`);
}

test("a server that was stopped and started again has its data", async () => {
  const first = await ensure();
  await query(first.urls.user, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.stop();
  expect(await answers(first.adminUrl)).toBe(false);
  const second = await ensure();
  expect(await query(second.urls.user, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  await second.stop();
});

test("processes that start at the same moment share one server", async () => {
  const all = await Promise.all([hold(), hold(), hold()].map((holder) => holder.ready()));
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  const log = await readFile(join(dataDir, "database", "server.log"), "utf8");
  expect(log.match(/ready for connections/g)).toHaveLength(1);
  expect(existsSync(join(dataDir, "database", "server.log.1"))).toBe(false);
});

test("who attached to another's server leaves it running", async () => {
  const { adminUrl } = await hold().ready();
  const attached = await ensure();
  expect(attached.adminUrl).toBe(adminUrl);
  await attached.stop();
  expect(await answers(adminUrl)).toBe(true);
});

test("when the owner stops, one who still needs the server starts it anew at the same address", async () => {
  const owner = hold();
  const { adminUrl } = await owner.ready();
  const attached = await ensure();
  const before = await serverIdentity();
  await owner.end("SIGTERM");
  await until(
    async () => (await serverIdentity()) !== before && (await answers(adminUrl)),
    "it is back",
  );
  await attached.stop();
  expect(await answers(adminUrl)).toBe(false);
});

test("kill -9 of the server is healed and reported: the same pool works again and nothing committed is lost", async () => {
  const reports: string[] = [];
  const databases = await ensure((sentence) => reports.push(sentence));
  const database = openDatabase({ url: databases.urls.user, connectionLimit: 2 });
  await database.pool.query("CREATE TABLE kept (id int PRIMARY KEY)");
  await database.pool.query("INSERT INTO kept VALUES (1)");
  process.kill(pidOf(await serverIdentity()), "SIGKILL");
  const works = () =>
    database.pool.query("SELECT id FROM kept").then(
      () => true,
      () => false,
    );
  await until(async () => !(await works()), "the pool notices");
  await until(works, "the pool works again");
  await until(async () => reports.length === 2, "two reports");
  expect(reports).toEqual(["The database ended; starting it again.", "The database runs again."]);
  await database.close();
  await databases.stop();
});

test("kill -9 of the owner ends the server, and the next start finds the data", async () => {
  const owner = hold();
  const { url } = await owner.ready();
  await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
  const server = await serverIdentity();
  await owner.end("SIGKILL");
  const next = await ensure();
  expect(await query(next.urls.user, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  await next.stop();
  expect(isProcessAlive(server)).toBe(false);
});

test("a bootstrap that is killed leaves no half data folder, and the next start makes a whole one", async () => {
  const base = join(dataDir, "database");
  const first = hold();
  await first.waitFor((line) => line.step === "creating the database");
  const unfinished = async () => (await readdir(base)).filter((name) => name.startsWith("data"));
  await until(async () => (await unfinished()).length > 0, "the bootstrap has begun");
  await first.end("SIGKILL");
  expect((await unfinished()).every((name) => name.startsWith("data.init-"))).toBe(true);
  const next = await ensure();
  expect(await query(next.urls.user, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(await unfinished()).toContain("data");
  await next.stop();
});

test("a data folder with a long path gets a socket whose path fits", async () => {
  const deep = join(dataDir, "x".repeat(120));
  const databases = await ensureDatabases({
    dataDir: deep,
    names: ["user"],
    passwords: { user: "s" },
  });
  const socket = new URL(databases.adminUrl).searchParams.get("socketPath") ?? "";
  expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(107);
  expect(await query(databases.urls.user, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await databases.stop();
});

test("data made by another kind of server is named and left alone, not replaced by an empty database", async () => {
  const data = join(dataDir, "database", "data");
  await mkdir(data, { recursive: true });
  await writeFile(
    join(data, "micro-shop.json"),
    JSON.stringify({ flavour: "mysql", version: "8.4.5" }),
  );
  const failure = launch(await prepareFolders(dataDir), () => undefined, []);
  await expect(failure).rejects.toThrow(DataFolderError);
  await expect(failure).rejects.toThrow(/8\.4\.5/);
  expect(await readdir(data)).toEqual(["micro-shop.json"]);
});

test("with no way to a server the error names every way tried and every fix", () => {
  const { message } = new NoDatabaseError([
    { way: "mariadbd on this machine", reason: "none found" },
  ]);
  for (const part of [
    "mariadbd on this machine: none found",
    "DATABASE_URL=mysql://",
    "apt-get install",
    "brew install",
    "docker run",
  ]) {
    expect(message).toContain(part);
  }
});
