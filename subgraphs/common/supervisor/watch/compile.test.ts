import { existsSync } from "node:fs";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../config";
import { until } from "../../testing/until";
import { compile } from "./compile";

describe("a compilation", () => {
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "compile-"));
    await mkdir(join(root, "rooms"));
    await writeFile(join(root, "package.json"), "{}");
    await symlink(join(projectRoot, "node_modules"), join(root, "node_modules"));
    await writeFile(
      join(root, "tsconfig.json"),
      '{ "compilerOptions": { "outDir": "dist", "rootDir": ".", "types": [] }, "include": ["rooms"] }',
    );
  });
  afterAll(() => rm(root, { recursive: true }));

  const write = (text: string): Promise<void> => writeFile(join(root, "rooms/a.ts"), text);

  it("makes what has changed", async () => {
    await write("export const answer: number = 42;\n");
    await expect(compile(root).complaints).resolves.toBe("");
    await expect(readFile(join(root, "dist/rooms/a.js"), "utf8")).resolves.toContain("42");
  });

  it("tells what is wrong, with file and line", async () => {
    await write("export const answer: number = 'x';\n");
    await expect(compile(root).complaints).resolves.toContain("rooms/a.ts(1,14): error TS2322");
  });

  // Skipped where there is no /proc, as on macOS: the native compiler is found by the folder it works in.
  (existsSync("/proc") ? it : it.skip)("that is stopped leaves no process behind", async () => {
    // Much to check, so that it is still at work when it is stopped.
    await write(`export const many = [${"[1, 'a', { b: 2 }], ".repeat(60_000)}];\n`);
    const compilation = compile(root);
    await until("the native compiler", async () => (await processesIn(root)) > 1);
    compilation.stop();
    await compilation.complaints;
    await until("its end", async () => (await processesIn(root)) === 0, 2_000);
  });
});

async function processesIn(folder: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  // Of a process that has just ended, or of another user.
  const folders = await Promise.all(
    pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")),
  );
  return folders.filter((path) => path === folder).length;
}
