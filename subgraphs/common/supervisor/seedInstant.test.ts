import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedInstant } from "./seedInstant";

describe("the instant of the demo data", () => {
  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), "seed-instant-"))));
  afterEach(() => rm(dataDir, { recursive: true }));

  it("is chosen once and stays", async () => {
    const first = await seedInstant(dataDir);
    expect(Math.abs(first.getTime() - Date.now())).toBeLessThan(60_000);
    await expect(seedInstant(dataDir)).resolves.toEqual(first);
    expect(await readdir(dataDir)).toEqual(["seed-at"]);
  });

  it("is refused with the fix when the file is damaged", async () => {
    await writeFile(join(dataDir, "seed-at"), "");
    await expect(seedInstant(dataDir)).rejects.toMatchObject({
      name: "StartProblem",
      message: expect.stringContaining("Delete it"),
    });
  });
});
