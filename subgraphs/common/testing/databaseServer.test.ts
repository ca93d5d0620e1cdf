import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers } from "../database/embedded/probe";
import { processIdentity } from "../database/embedded/processes";
import { startTestDatabaseServer } from "./databaseServer";
import { testDatabase, testServerUrl } from "./testDatabase";

const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

test("runs at the same time have servers of their own, and a stopped one leaves nothing", async () => {
  const server = await startTestDatabaseServer();
  expect(server.adminUrl).not.toBe(testServerUrl());
  expect(await answers(server.adminUrl)).toBe(true);
  const socket = new URL(server.adminUrl).searchParams.get("socketPath") ?? "";
  await server.stop();
  expect(await answers(server.adminUrl)).toBe(false);
  expect(existsSync(join(socket, "..", ".."))).toBe(false);
});

test("the folder of a run that was killed is removed, that of a living one is not", async () => {
  const abandoned = await mkdtemp(join(memory, "micro-shop-test-"));
  const living = await mkdtemp(join(memory, "micro-shop-test-"));
  await mkdir(join(abandoned, "database"));
  await writeFile(join(abandoned, "owner"), "999999999-1");
  await writeFile(join(living, "owner"), processIdentity(process.pid));
  const server = await startTestDatabaseServer();
  await server.stop();
  expect([existsSync(abandoned), existsSync(living)]).toEqual([false, true]);
  await rm(living, { recursive: true });
});

test("databases of the same name do not meet, and a closed one is dropped", async () => {
  const [first, second] = await Promise.all([testDatabase("same"), testDatabase("same")]);
  expect(first.name).not.toBe(second.name);
  await first.close();
  const [rows] = await second.pool.query("SHOW DATABASES LIKE ?", [first.name]);
  expect(rows).toEqual([]);
  await second.close();
});
