import closeWithGrace from "close-with-grace";
import ora, { type Ora } from "ora";
import { dataDirOf, projectRoot } from "@micro-shop/common/config";
import { serviceNames } from "@micro-shop/common/serviceNames";
import { prepareDataFolder } from "@micro-shop/common/supervisor/dataFolder";
import { startMallProcesses, type Mall } from "@micro-shop/common/supervisor/mall";
import { ensureMallDatabases } from "@micro-shop/common/supervisor/mallDatabases";
import { portsFrom, requireFreePorts } from "@micro-shop/common/supervisor/ports";
import { seedInstant } from "@micro-shop/common/supervisor/seedInstant";
import { watchBuild } from "@micro-shop/common/supervisor/watch/watchBuild";
import { watchSources } from "@micro-shop/common/supervisor/watch/watchSources";
import { welcome } from "@micro-shop/common/supervisor/welcome";

/** A drain may take 12 s a service, and the database stops after them. */
const STOP_LIMIT_MS = 40_000;

/** `npm run dev`: compiles what changes, and starts the services anew that it concerns. Returns the way to stop. */
function watchChanges(mall: Mall, spinner: Ora): () => Promise<void> {
  const unwatchSources = watchSources({
    root: projectRoot,
    folders: ["gateway", "subgraphs"],
    report: (complaints) => (complaints === "" ? undefined : spinner.warn(complaints)),
  });
  const unwatchBuild = watchBuild({
    root: projectRoot,
    restart: async (name) => {
      try {
        await mall.restart(name);
        spinner.succeed(`${name} started anew`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        spinner.warn(`${name} does not start: ${reason}`);
      }
    },
  });
  return async () => {
    unwatchSources();
    unwatchBuild();
  };
}

async function start(): Promise<void> {
  const startedAt = performance.now();
  const environment = process.env;
  const dataDir = dataDirOf(environment["DATA_DIR"]);
  const spinner = ora({ text: "starting" }).start();
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  };
  const closer = closeWithGrace({ delay: STOP_LIMIT_MS, logger: false }, async ({ err }) => {
    spinner.start("stopping");
    await stopAll();
    if (err) spinner.fail(err.message);
    else spinner.succeed("stopped");
  });
  try {
    const ports = portsFrom(environment);
    await requireFreePorts(ports);
    await prepareDataFolder(dataDir);
    const databases = await ensureMallDatabases({
      environment,
      names: serviceNames,
      onProgress: (step) => (spinner.text = `database: ${step}`),
    });
    stops.push(() => databases.stop());
    spinner.succeed(databases.isEmbedded ? "database (embedded)" : "database (DATABASE_URL)");
    const seedAt = await seedInstant(dataDir, environment);
    const waiting = new Set<string>([...serviceNames, "gateway"]);
    spinner.start(`migrating, seeding and starting ${[...waiting].join(", ")}`);
    const mall = await startMallProcesses({
      ports,
      databaseUrls: databases.urls,
      dataDir,
      ...(seedAt ? { seedAt } : {}),
      report: (sentence) => spinner.warn(sentence),
      onReady: (name) => {
        waiting.delete(name);
        spinner
          .succeed(name)
          .start(`waiting for ${[...waiting].join(", ") || "the gateway to see all"}`);
      },
    });
    stops.push(() => mall.stop());
    if (process.argv.includes("--watch")) stops.push(watchChanges(mall, spinner));
    spinner.succeed(`ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    process.stdout.write(welcome({ url: mall.url, dataDir, demo: seedAt !== undefined }));
  } catch (error) {
    spinner.fail(error instanceof Error ? error.message : String(error));
    await stopAll();
    closer.uninstall();
    process.exitCode = 1;
  }
}

void start();
