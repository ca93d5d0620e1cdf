import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { superviseProcess, type SupervisedProcess } from "./supervisedProcess";

const HEALTHY = `
  process.send({ type: "ready", port: 1 });
  process.on("disconnect", () => process.exit(0));
  setInterval(() => {}, 1000);
`;
const BROKEN = `
  console.log(JSON.stringify({ level: 60, msg: "PORT=abc is no integer. Use a number." }));
  process.exit(1);
`;

describe("a supervised process", () => {
  let folder: string;
  let running: SupervisedProcess | undefined;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "supervised-"))));
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = async (
    source: string,
    report?: (sentence: string) => void,
    signal?: AbortSignal,
  ) => {
    const script = join(folder, "child.js");
    await writeFile(script, source);
    const environment = { PATH: process.env["PATH"] };
    return superviseProcess({
      ...(signal ? { signal } : {}),
      name: "child",
      script,
      environment,
      logFile: join(folder, "child.log"),
      ...(report ? { report } : {}),
    });
  };

  it("is started again after kill -9, and both are reported", async () => {
    const reports: string[] = [];
    running = await start(HEALTHY, (sentence) => reports.push(sentence));
    const first = running.pid() ?? 0;
    process.kill(first, "SIGKILL");
    await until(() => running?.pid() !== undefined && running.pid() !== first);
    await until(() => reports.length === 2);
    expect(reports).toEqual(["child ended (SIGKILL); starting it again.", "child runs again."]);
  });

  it("is started again later when the system refuses to start it", async () => {
    const reports: string[] = [];
    running = await start(HEALTHY, (sentence) => reports.push(sentence));
    const first = running.pid() ?? 0;
    const { execPath } = process;
    // Emitted by the child, as when there are no more processes to be had; and thrown, as when no file can be opened.
    process.execPath = join(folder, "missing");
    process.kill(first, "SIGKILL");
    await until(() => reports.length === 2);
    await rename(join(folder, "child.log"), join(folder, "child.log.1"));
    await mkdir(join(folder, "child.log"));
    await until(() => reports.length === 3);
    await rmdir(join(folder, "child.log"));
    process.execPath = execPath;
    await until(() => running?.pid() !== undefined && running.pid() !== first);
    expect(reports.slice(0, 3)).toEqual([
      "child ended (SIGKILL); starting it again.",
      expect.stringMatching(/^child ended \(spawn .*ENOENT\); starting it again\.$/),
      expect.stringMatching(/^child cannot be started \(EISDIR.*\); starting it again\.$/),
    ]);
  });

  it("fails the start when its program cannot be run", async () => {
    const { execPath } = process;
    process.execPath = join(folder, "missing");
    try {
      await expect(start(HEALTHY)).rejects.toThrow(/ENOENT/);
    } finally {
      process.execPath = execPath;
    }
  });

  it("is ended when its start is called off, and the start fails once it has", async () => {
    const calledOff = new AbortController();
    const pidFile = join(folder, "pid");
    const starting = start(
      `require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
       setInterval(() => {}, 1000);`,
      undefined,
      calledOff.signal,
    );
    await until(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "");
    calledOff.abort();
    await expect(starting).rejects.toMatchObject({ name: "StartError" });
    expect(isAlive(Number(readFileSync(pidFile, "utf8")))).toBe(false);
  });

  it("is gone at once after kill, and stays down", async () => {
    const reports: string[] = [];
    const child = await start(HEALTHY, (sentence) => reports.push(sentence));
    const pid = child.pid() ?? 0;
    child.kill();
    await until(() => !isAlive(pid));
    expect(child.pid()).toBeUndefined();
    expect(reports).toEqual([]);
  });

  it("fails the start with its own last word when it cannot start", async () => {
    await expect(start(BROKEN)).rejects.toMatchObject({
      name: "StartError",
      message: "PORT=abc is no integer. Use a number.",
    });
  });

  it("fails the start with the name of an error that nobody caught", async () => {
    const source = `const door = { code: "X" }; throw Object.assign(new TypeError("no such door"), door);`;
    await expect(start(source)).rejects.toMatchObject({ message: "TypeError: no such door" });
  });

  it("fails the start with the reason it gives over the channel", async () => {
    const child = `process.send({ type: "failed", reason: "no database" }, () => process.exit(1));`;
    await expect(start(child)).rejects.toMatchObject({
      name: "StartError",
      message: "no database",
    });
  });

  it("is another process after a restart, which is no failure", async () => {
    const reports: string[] = [];
    running = await start(HEALTHY, (sentence) => reports.push(sentence));
    const first = running.pid() ?? 0;
    await running.restart();
    expect(running.pid()).not.toBe(first);
    expect(isAlive(first)).toBe(false);
    expect(reports).toEqual([]);
  });

  it("stays down after stop", async () => {
    const child = await start(HEALTHY);
    const pid = child.pid() ?? 0;
    await child.stop();
    expect(child.pid()).toBeUndefined();
    expect(isAlive(pid)).toBe(false);
  });

  it("ends with its supervisor, even when that is killed -9", async () => {
    const child = join(folder, "orphan.js");
    // A real service with a real log: one that cannot write its log any more must not hang.
    await writeFile(
      child,
      `const { runService } = require(${JSON.stringify(join(__dirname, "../server/runService.js"))});
       const log = require(${JSON.stringify(join(__dirname, "../log.js"))}).createLog("orphan", "info");
       const timer = setInterval(() => log.info("at work"), 10);
       runService(log, async () => ({ port: 1, stop: async () => clearInterval(timer) }));`,
    );
    const supervisor = join(folder, "supervisor.js");
    await writeFile(
      supervisor,
      `const { superviseProcess } = require(${JSON.stringify(join(__dirname, "supervisedProcess.js"))});
       superviseProcess({ name: "orphan", script: ${JSON.stringify(child)}, environment: process.env, logFile: ${JSON.stringify(join(folder, "orphan.log"))} })
         .then((running) => process.stdout.write(String(running.pid())));`,
    );
    const parent = spawn(process.execPath, [supervisor], { stdio: ["ignore", "pipe", "inherit"] });
    const [printed] = await once(parent.stdout, "data");
    const pid = Number(String(printed));
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await until(() => !isAlive(pid));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: there is no such process.
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
