import { spawn } from "node:child_process";
import { once } from "node:events";
import { onLauncherEnd } from "./launcherEnd";

const watching = `
  const { onLauncherEnd } = require(${JSON.stringify(require.resolve("./launcherEnd"))});
  onLauncherEnd(() => { console.log("alone"); process.exit(); });
  setInterval(() => undefined, 1_000);
  console.log("up");
`;

it("tells a program that npm and its shell are gone", async () => {
  const shell = spawn("sh", ["-c", '"$NODE" -e "$PROGRAM"; true'], {
    env: {
      ...process.env,
      NODE: process.execPath,
      PROGRAM: watching,
      npm_lifecycle_event: "start",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  shell.stdout.on("data", (text: Buffer) => {
    if (lines.push(String(text).trim()) === 1) shell.kill("SIGKILL");
  });
  // The program holds the pipe: it closes when that has ended too.
  await once(shell, "close");
  expect(lines).toEqual(["up", "alone"]);
});

it("watches nothing without npm", () => {
  const before = process.getActiveResourcesInfo().length;
  onLauncherEnd(() => undefined, {});
  expect(process.getActiveResourcesInfo()).toHaveLength(before);
});
