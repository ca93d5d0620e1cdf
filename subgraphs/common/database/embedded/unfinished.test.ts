import { mkdir, mkdtemp, readdir, rename, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processIdentity } from "./processes";
import { withUnfinishedFolder } from "./unfinished";

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "unfinished-"));
});
afterEach(() => rm(parent, { recursive: true }));

async function makeFolder(name: string, ageMs: number): Promise<void> {
  await mkdir(join(parent, name));
  const time = new Date(Date.now() - ageMs);
  await utimes(join(parent, name), time, time);
}

test("what is renamed out stays, the rest goes", async () => {
  await withUnfinishedFolder(parent, "w-", async (folder) => {
    await mkdir(join(folder, "result"));
    await mkdir(join(folder, "rest"));
    await rename(join(folder, "result"), join(parent, "result"));
  });
  expect(await readdir(parent)).toEqual(["result"]);
});

test("work that fails leaves nothing", async () => {
  const failing = withUnfinishedFolder(parent, "w-", async () => {
    throw new Error("full disk");
  });
  await expect(failing).rejects.toThrow("full disk");
  expect(await readdir(parent)).toEqual([]);
});

test("old folders of dead processes are removed; young ones, those of living processes and others' stay", async () => {
  const living = `w-${processIdentity(process.pid)}.a`;
  await makeFolder("w-999999999-1.a", 3_600_000);
  await makeFolder("w-999999999-1.b", 0);
  await makeFolder(living, 3_600_000);
  await makeFolder("other", 3_600_000);
  await withUnfinishedFolder(parent, "w-", async () => undefined);
  expect((await readdir(parent)).toSorted((left, right) => left.localeCompare(right))).toEqual(
    ["other", living, "w-999999999-1.b"].toSorted((left, right) => left.localeCompare(right)),
  );
});
