import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../config";
import { until } from "../../testing/until";
import { watchSources } from "./watchSources";

describe("watching the sources", () => {
  let root: string;
  let stop: () => void;
  const reports: string[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "watch-sources-"));
    await mkdir(join(root, "rooms"));
    await writeFile(join(root, "package.json"), "{}");
    await symlink(join(projectRoot, "node_modules"), join(root, "node_modules"));
    await writeFile(
      join(root, "tsconfig.json"),
      '{ "compilerOptions": { "outDir": "dist", "rootDir": ".", "types": [] }, "include": ["rooms"] }',
    );
    stop = watchSources({ root, folders: ["rooms"], report: (text) => void reports.push(text) });
  });
  beforeEach(() => reports.splice(0));
  afterAll(async () => {
    stop();
    await rm(root, { recursive: true });
  });

  it("compiles what has changed", async () => {
    await writeFile(join(root, "rooms/a.ts"), "export const answer: number = 42;\n");
    await until("a report", () => reports.length > 0);
    expect(reports[0]).toBe("");
    await expect(readFile(join(root, "dist/rooms/a.js"), "utf8")).resolves.toContain("42");
  });

  it("tells what is wrong, with file and line", async () => {
    await writeFile(join(root, "rooms/a.ts"), "export const answer: number = 'x';\n");
    await until("a report", () => reports.length > 0);
    expect(reports[0]).toContain("rooms/a.ts(1,14): error TS2322");
  });
});
