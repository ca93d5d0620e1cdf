import files, { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFileError, prepareDataFolder } from "./dataFolder";

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
      message: expect.stringMatching(/ENOTDIR, a file is in the way.*Set DATA_DIR to a folder/),
    });
  });

  it("is refused when its disk is too full for a new database", async () => {
    const full = { bavail: 100, bsize: 1024 * 1024 } as Awaited<ReturnType<typeof files.statfs>>;
    const statfs = jest.spyOn(files, "statfs").mockResolvedValue(full);
    await expect(prepareDataFolder(folder, { hasDatabase: false })).resolves.toBeUndefined();
    await expect(prepareDataFolder(folder, { hasDatabase: true })).rejects.toThrow(
      /has 100 MB left, 300 MB are needed\. Free some, or set DATA_DIR/,
    );
    statfs.mockRestore();
  });

  it("that fills up or is another user's later is named with the path and the fix", () => {
    const error = Object.assign(new Error("write"), { code: "ENOSPC", path: "/data/seed-at" });
    expect(describeFileError(error, "/data")).toMatchObject({
      name: "StartProblem",
      message: expect.stringMatching(/\/data\/seed-at \(ENOSPC, the disk is full\).*Set DATA_DIR/),
    });
    const other = new Error("something else");
    expect(describeFileError(other, "/data")).toBe(other);
  });
});
