import { mkdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { basename, dirname, join } from "node:path";

/** Names the folder of the profiles. */
export const PROFILE_FOLDER = "BENCH_PROFILE_FOLDER";
/** The first one begins the profile, the second one ends and writes it. One that no service takes for its end. */
export const PROFILE_SIGNAL = "SIGWINCH";

/** Loaded into the processes of a mall by `node --require`: a CPU profile of the time under load alone. */
function profileOnSignal(folder: string): void {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  let isRunning = false;
  process.on(PROFILE_SIGNAL, () => {
    if (!isRunning) session.post("Profiler.start");
    else {
      session.post("Profiler.stop", (error, result) => {
        if (error) throw error;
        mkdirSync(folder, { recursive: true });
        const path = join(folder, `${programName()}-${process.pid}.cpuprofile`);
        writeFileSync(path, JSON.stringify(result.profile));
      });
    }
    isRunning = !isRunning;
  });
}

/** The folder of `<name>/dist/main.js`. */
function programName(): string {
  return basename(dirname(dirname(process.argv[1] ?? "")));
}

const folder = process.env[PROFILE_FOLDER];
if (folder !== undefined && process.argv[1]?.endsWith("/dist/main.js")) profileOnSignal(folder);
