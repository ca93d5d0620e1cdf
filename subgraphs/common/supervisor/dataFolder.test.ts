import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareDataFolder } from "./dataFolder";

describe("the data folder", () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "data-folder-"))));
  afterAll(() => rm(folder, { recursive: true }));

  it("is made with its parents", async () => {
    await expect(prepareDataFolder(join(folder, "a", "b"))).resolves.toBeUndefined();
  });

  it("is refused with the fix when it cannot be made", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(prepareDataFolder(join(folder, "file", "data"))).rejects.toMatchObject({
      name: "StartProblem",
      message: expect.stringContaining("Set DATA_DIR to a folder"),
    });
  });
});
