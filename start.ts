import closeWithGrace from "close-with-grace";
import ora, { type Ora } from "ora";
import { dataDirOf, projectRoot } from "@micro-shop/common/config";
import type { EnsuredDatabases } from "@micro-shop/common/database/ensureDatabases";
import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";
import { StartProblem } from "@micro-shop/common/startProblem";
import { describeFileError, prepareDataFolder } from "@micro-shop/common/supervisor/dataFolder";
import { onLauncherEnd } from "@micro-shop/common/supervisor/launcherEnd";
import { startMallProcesses, type Mall } from "@micro-shop/common/supervisor/mall";
import { ensureMallDatabases } from "@micro-shop/common/supervisor/mallDatabases";
import { requireFreePorts } from "@micro-shop/common/supervisor/ports";
import { claimDataFolder } from "@micro-shop/common/supervisor/runningMall";
import { seedInstant } from "@micro-shop/common/supervisor/seedInstant";
import { loadStartSettings } from "@micro-shop/common/supervisor/startSettings";
import { watchMall } from "@micro-shop/common/supervisor/watch/watchMall";
import { welcome } from "@micro-shop/common/supervisor/welcome";

/** A drain may take 12 s a service, and the database stops after them. */
const STOP_LIMIT_MS = 40_000;
/** How long Ctrl-C waits for a database that is being opened, so that it can be stopped properly. */
const OPENING_GRACE_MS = 5_000;

const environment = process.env;
const dataDir = dataDirOf(environment["DATA_DIR"]);
const spinner = ora({ text: "starting" }).start();
/** Ctrl-C while everything is being started. */
const calledOff = new AbortController();
const { signal } = calledOff;
/** What has been started, each with the way to stop it; the last one goes first. */
const stops: (() => Promise<void>)[] = [];
let mall: Mall | undefined;

async function start(): Promise<void> {
  const startedAt = performance.now();
  await prepareDataFolder(dataDir, { hasDatabase: !environment["DATABASE_URL"] });
  const { ports, isSeedWanted } = loadStartSettings(environment);
  const claim = await claimDataFolder(dataDir, ports);
  stops.push(() => claim.release());
  await requireFreePorts(ports);
  const databases = await openDatabases();
  stops.push(() => databases.stop());
  signal.throwIfAborted();
  spinner.succeed(databases.isEmbedded ? "database (embedded)" : "database (DATABASE_URL)");
  const seedAt = isSeedWanted ? await seedInstant(dataDir) : undefined;
  const waiting = new Set<string>([...serviceNames, "gateway"]);
  spinner.start(`migrating, seeding and starting ${[...waiting].join(", ")}`);
  const started = await startMallProcesses({
    ports,
    databaseUrls: databases.urls,
    dataDir,
    signal,
    ...(seedAt ? { seedAt } : {}),
    report: warn,
    onReady: (name) => {
      waiting.delete(name);
      const rest = [...waiting].join(", ") || "the gateway to see all";
      spinner.succeed(name).start(`waiting for ${rest}`);
    },
  });
  mall = started;
  stops.push(() => started.stop());
  if (process.argv.includes("--watch")) stops.push(await watchChanges(started, spinner));
  await claim.announceReady();
  spinner.succeed(`ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  process.stdout.write(
    welcome({ url: started.url, dataDir, demo: isSeedWanted, playground: hasPlayground() }),
  );
}

/** As the gateway decides it. */
function hasPlayground(): boolean {
  const { PLAYGROUND, NODE_ENV } = environment;
  return PLAYGROUND ? PLAYGROUND === "on" : NODE_ENV !== "production";
}

/**
 * A database that is being opened cannot be called off. One that takes longer than the grace, because it must be fetched
 * first, is left to itself: its processes end with ours, and the next start finishes the work.
 */
async function openDatabases(): Promise<EnsuredDatabases<ServiceName>> {
  const opening = ensureMallDatabases({
    environment,
    names: serviceNames,
    onProgress: (step) => {
      if (!signal.aborted) spinner.text = `database: ${step}`;
    },
    report: warn,
  });
  const overdue = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () =>
      setTimeout(() => reject(signal.reason), OPENING_GRACE_MS),
    );
  });
  return Promise.race([opening, overdue]);
}

/** `npm run dev`: compiles what changes, and starts the services anew that it concerns. Returns the way to stop. */
function watchChanges(running: Mall, progress: Ora): Promise<() => Promise<void>> {
  return watchMall({
    root: projectRoot,
    folders: ["gateway", "subgraphs"],
    onProgress: (step) => void progress.start(step),
    report: (complaints) => void progress.fail(`not restarted:\n${complaints}`),
    restart: async (name) => {
      try {
        await running.restart(name);
        progress.succeed(`${name} started anew`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        progress.fail(`${name} does not start: ${reason}`);
      }
    },
  });
}

function warn(sentence: string): void {
  if (!signal.aborted) spinner.warn(sentence);
}

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).toReversed()) await stop();
}

async function main(): Promise<void> {
  const starting = start();
  const closer = closeWithGrace(
    {
      delay: STOP_LIMIT_MS,
      logger: false,
      onSecondSignal: () => {
        spinner.fail("stopped without waiting");
        mall?.kill();
      },
    },
    async ({ err }) => {
      spinner.start("stopping; Ctrl-C again does not wait");
      calledOff.abort(new StartProblem("called off"));
      await starting.catch(() => undefined);
      await stopAll();
      if (err) spinner.fail(err.message);
      else spinner.succeed("stopped");
    },
  );
  onLauncherEnd(() => closer.close());
  try {
    await starting;
  } catch (error) {
    if (signal.aborted) return;
    reportFailure(describeFileError(error, dataDir));
    await stopAll();
    closer.uninstall();
    process.exitCode = 1;
  }
}

/** A problem that its message tells how to mend is shown without a stack. */
function reportFailure(error: unknown): void {
  spinner.fail(error instanceof Error ? error.message : String(error));
  if (error instanceof StartProblem || !(error instanceof Error)) return;
  process.stderr.write(`${error.stack ?? ""}\n`);
}

void main();
