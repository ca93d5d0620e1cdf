import { existsSync } from "node:fs";
import { cpuTimeMs } from "./cpuTime";

// Skipped elsewhere: the time is read from /proc, which only Linux has, so the bench runs there alone.
const onLinux = existsSync("/proc/self/stat") ? test : test.skip;

onLinux("the time of a process is what it says of itself", async () => {
  const end = performance.now() + 30;
  while (performance.now() < end);
  const { user, system } = process.cpuUsage();
  const ownMs = (user + system) / 1_000;
  expect(Math.abs((await cpuTimeMs(process.pid)) - ownMs)).toBeLessThan(30 + ownMs * 0.05);
});
