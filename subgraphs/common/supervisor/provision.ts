import { z } from "zod";
import { loadConfig, setting } from "../config";
import { createLog } from "../log";
import { serviceNames } from "../serviceNames";
import { StartProblem } from "../startProblem";
import { ensureMallDatabases, passwordSettings } from "./mallDatabases";

const adminUrl = setting(z.string(), {
  fix: "Set it to an administrator's, e.g. mysql://root:password@mysql:3306/.",
  secret: "url",
});

/**
 * The program that makes the databases and accounts of the five subgraphs on the server of `DATABASE_URL`, and ends:
 * the step before the services where each runs in a container of its own. Doing it again sets the passwords anew.
 */
async function provision(environment: NodeJS.ProcessEnv): Promise<void> {
  const log = createLog("provision");
  try {
    loadConfig(
      z.object({ DATABASE_URL: adminUrl, ...passwordSettings(serviceNames) }),
      environment,
    );
    const databases = await ensureMallDatabases({ environment, names: serviceNames });
    await databases.stop();
    log.info({ databases: serviceNames }, "databases and accounts are there");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof StartProblem) log.fatal(reason);
    else log.fatal({ err: error }, reason);
    process.exitCode = 1;
  }
}

void provision(process.env);
