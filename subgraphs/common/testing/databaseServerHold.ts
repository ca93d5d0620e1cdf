import { ensureDatabases } from "../database/ensureDatabases";

/**
 * A process that opens the databases of the folder in its first parameter and holds them until SIGTERM.
 * Prints one JSON line for each step and one when it is ready. For tests that kill it.
 */
async function hold(dataDir: string): Promise<void> {
  const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
  const databases = await ensureDatabases({
    dataDir,
    names: ["user"],
    passwords: { user: "secret" },
    onProgress: (step) => print({ step }),
  });
  print({ url: databases.urls.user, adminUrl: databases.adminUrl });
  const waiting = setInterval(() => undefined, 1_000);
  process.once("SIGTERM", () => {
    clearInterval(waiting);
    void databases.stop();
  });
}

hold(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
