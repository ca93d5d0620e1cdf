import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serviceNames } from "../../serviceNames";
import { checkBuild, checkDataFolder, checkNode } from "./machineChecks";

describe("what the doctor finds on the machine", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "doctor-"));
    await writeFile(join(root, "package.json"), '{ "engines": { "node": ">=20.19" } }');
  });
  afterAll(() => rm(root, { recursive: true }));

  it.each([
    ["20.19.0", null],
    ["22.1.0", null],
    ["20.9.0", "install Node 20.19 or newer, then npm install"],
    ["18.20.4", "install Node 20.19 or newer, then npm install"],
  ])("says of Node %s: %s", async (version, fix) => {
    await expect(checkNode(root, version)).resolves.toMatchObject({ fix });
  });

  it("names what is not built, until it is", async () => {
    const programs = [
      "dist/start.js",
      "gateway/dist/main.js",
      "gateway/dist/playground/bundle/index.html",
      ...serviceNames.map((name) => `subgraphs/${name}/dist/main.js`),
    ];
    for (const path of programs) {
      expect(checkBuild(root)).toMatchObject({
        says: expect.stringContaining(path),
        fix: "npm install && npm run build",
      });
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), "");
    }
    expect(checkBuild(root).fix).toBeNull();
  });

  it("makes the data folder, or says that it cannot", async () => {
    await expect(checkDataFolder(join(root, "data"), {})).resolves.toMatchObject({ fix: null });
    await expect(checkDataFolder(join(root, "package.json", "data"), {})).resolves.toMatchObject({
      says: expect.stringContaining("Set DATA_DIR to a folder"),
      fix: "",
    });
  });
});
