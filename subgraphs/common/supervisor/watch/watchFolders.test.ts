import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { until } from "../../testing/until";
import { watchFolders } from "./watchFolders";

describe("watching folders", () => {
  let root: string;
  let stop: () => void;
  const seen = new Set<string>();

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "watch-folders-"));
    for (const folder of ["rooms/logic", "rooms/dist", "rooms/node_modules/x"]) {
      await mkdir(join(root, folder), { recursive: true });
    }
    await writeFile(join(root, "rooms/logic/a.ts"), "");
    stop = watchFolders([join(root, "rooms")], (path) => seen.add(relative(root, path)));
  });
  beforeEach(() => seen.clear());
  afterAll(async () => {
    stop();
    await rm(root, { recursive: true });
  });

  const write = (path: string): Promise<void> => writeFile(join(root, path), String(Math.random()));
  const expectSeen = (path: string): Promise<unknown> => until(path, () => seen.has(path), 2_000);

  it("sees a file that is written, and one that is removed", async () => {
    await write("rooms/logic/a.ts");
    await expectSeen("rooms/logic/a.ts");
    await write("rooms/logic/b.ts");
    await expectSeen("rooms/logic/b.ts");
    seen.clear();
    await rm(join(root, "rooms/logic/b.ts"));
    await expectSeen("rooms/logic/b.ts");
  });

  it("sees a file that an editor replaces, again and again", async () => {
    for (const round of [1, 2, 3]) {
      seen.clear();
      await write(`aside-${round}`);
      await rename(join(root, `aside-${round}`), join(root, "rooms/logic/a.ts"));
      await expectSeen("rooms/logic/a.ts");
    }
  });

  it("sees into folders that are made later, also anew under an old name", async () => {
    for (const round of [1, 2]) {
      seen.clear();
      await mkdir(join(root, "rooms/model/deep"), { recursive: true });
      await expectSeen("rooms/model");
      await write(`rooms/model/deep/${round}.ts`);
      await expectSeen(`rooms/model/deep/${round}.ts`);
      await rm(join(root, "rooms/model"), { recursive: true });
    }
  });

  it("sees nothing in dist, node_modules and hidden folders", async () => {
    // What is told of the folders that are gone comes before it.
    await write("rooms/first.ts");
    await expectSeen("rooms/first.ts");
    seen.clear();
    await write("rooms/dist/a.js");
    await write("rooms/node_modules/x/a.js");
    await write("rooms/.swap");
    await write("rooms/last.ts");
    await expectSeen("rooms/last.ts");
    expect([...seen]).toEqual(["rooms/last.ts"]);
  });
});
