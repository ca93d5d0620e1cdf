import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processIdentity } from "./processes";
import { tryLock } from "./startLock";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "lock");
});
afterEach(() => rm(folder, { recursive: true }));

test("one holder at a time; given back it can be taken again", async () => {
  const unlock = await tryLock(path);
  expect(await tryLock(path)).toBeNull();
  await unlock?.();
  expect(await tryLock(path)).not.toBeNull();
});

test("the lock of a process that is gone is removed, so that the next attempt gets it", async () => {
  await writeFile(path, "999999999-1");
  expect(await tryLock(path)).toBeNull();
  expect(await tryLock(path)).not.toBeNull();
  expect(await readdir(folder)).toEqual(["lock"]);
});

test("a process of the same number that started later is another process", async () => {
  await writeFile(path, `${process.pid}-0`);
  expect(await tryLock(path)).toBeNull();
  const isLinux = process.platform === "linux";
  expect((await tryLock(path)) !== null).toBe(isLinux);
});

test("a lock without content is respected while it is young and removed when it is old", async () => {
  await writeFile(path, "");
  await tryLock(path);
  expect(await tryLock(path)).toBeNull();
  await utimes(path, 0, 0);
  await tryLock(path);
  expect(await tryLock(path)).not.toBeNull();
});

test("who gives back a lock that another has taken over meanwhile leaves it alone", async () => {
  const unlock = await tryLock(path);
  await writeFile(path, processIdentity(1));
  await unlock?.();
  expect(await readdir(folder)).toEqual(["lock"]);
});
