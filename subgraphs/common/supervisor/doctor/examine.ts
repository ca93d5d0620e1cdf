import { dataDirOf } from "../../config";
import { readRunningMall } from "../runningMall";
import { loadStartSettings, type StartSettings } from "../startSettings";
import { checkDatabases } from "./databaseChecks";
import { ok, problemOf, type Finding } from "./finding";
import { checkInvariants } from "./invariantChecks";
import { checkBuild, checkDataFolder, checkNode } from "./machineChecks";
import { checkGateway, checkPorts } from "./portChecks";
import { findServer } from "./serverChecks";

/** Looks at everything a mall needs, in the order in which a start needs it; changes nothing but an absent data folder. */
export async function examine(
  root: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Finding[]> {
  const dataDir = dataDirOf(environment["DATA_DIR"]);
  const findings = [
    await checkNode(root),
    checkBuild(root),
    await checkDataFolder(dataDir, environment),
  ];
  if (findings.at(-1)?.fix !== null) return findings;
  const settings = readSettings(environment);
  if ("fix" in settings) return [...findings, settings];
  findings.push(ok("settings", "are understood"));
  // A running mall may have been started with other settings than this terminal has.
  const running = await readRunningMall(dataDir);
  const ports = running?.ports ?? settings.ports;
  findings.push(...(await checkPorts(ports, { dataDir, running })));
  findings.push(
    ...(await examineDatabase({
      root,
      environment,
      dataDir,
      isSeedWanted: settings.isSeedWanted,
      isRunning: running !== null,
    })),
  );
  findings.push(await checkGateway(ports));
  return findings;
}

function readSettings(environment: NodeJS.ProcessEnv): StartSettings | Finding {
  try {
    return loadStartSettings(environment);
  } catch (error) {
    return problemOf("settings", error);
  }
}

interface DatabaseExamination {
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly isSeedWanted: boolean;
  /** Whether a mall of this data folder runs. */
  readonly isRunning: boolean;
}

async function examineDatabase({
  root,
  environment,
  dataDir,
  isSeedWanted,
  isRunning,
}: DatabaseExamination): Promise<readonly Finding[]> {
  const server = await findServer(environment, dataDir);
  try {
    if (server.adminUrl === null) return [server.finding];
    const { adminUrl } = server;
    const findings = [server.finding, ...(await checkDatabases({ adminUrl, root, isSeedWanted }))];
    // Tables that are missing or old cannot be asked.
    if (findings.some(({ what, fix }) => fix !== null && what !== "demo data")) return findings;
    // A server of somebody else's may serve a mall on another machine.
    const isStopped = !isRunning && !environment["DATABASE_URL"];
    return [...findings, ...(await checkInvariants({ root, environment, adminUrl, isStopped }))];
  } catch (error) {
    return [server.finding, problemOf("databases", error)];
  } finally {
    await server.stop();
  }
}
