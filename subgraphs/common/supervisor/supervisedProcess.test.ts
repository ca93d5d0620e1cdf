import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
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

  const start = async (source: string, report?: (sentence: string) => void) => {
    const script = join(folder, "child.js");
    await writeFile(script, source);
    const environment = { PATH: process.env["PATH"] };
    return superviseProcess({
      name: "child",
      script,
      environment,
      logFile: join(folder, "child.log"),
      ...(report ? { report } : {}),
    });
  };

  it("is started again after kill -9, and the failure is reported", async () => {
    const reports: string[] = [];
    running = await start(HEALTHY, (sentence) => reports.push(sentence));
    const first = running.pid() ?? 0;
    process.kill(first, "SIGKILL");
    await until(() => running?.pid() !== undefined && running.pid() !== first);
    expect(reports).toEqual(["child ended (SIGKILL); starting it again."]);
  });

  it("fails the start with its own last word when it cannot start", async () => {
    await expect(start(BROKEN)).rejects.toMatchObject({
      name: "StartError",
      message: "PORT=abc is no integer. Use a number.",
    });
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
