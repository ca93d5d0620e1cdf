import { dataDirOf } from "../../config";
import { portsFrom, type MallPorts } from "../ports";
import { checkDatabases } from "./databaseChecks";
import { ok, problemOf, type Finding } from "./finding";
import { checkBuild, checkDataFolder, checkNode } from "./machineChecks";
import { checkGateway, checkPorts } from "./portChecks";
import { findServer } from "./serverChecks";

/** Looks at everything a mall needs, in the order in which a start needs it; changes nothing but an absent data folder. */
export async function examine(
  root: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Finding[]> {
  const dataDir = dataDirOf(environment["DATA_DIR"]);
  const findings = [await checkNode(root), checkBuild(root), await checkDataFolder(dataDir)];
  if (findings.at(-1)?.fix !== null) return findings;
  const ports = readPorts(environment);
  if ("fix" in ports) return [...findings, ports];
  findings.push(ok("settings", "are understood"));
  findings.push(...(await checkPorts(ports, dataDir)));
  findings.push(...(await examineDatabase(root, environment, dataDir)));
  findings.push(await checkGateway(ports));
  return findings;
}

function readPorts(environment: NodeJS.ProcessEnv): MallPorts | Finding {
  try {
    return portsFrom(environment);
  } catch (error) {
    return problemOf("settings", error);
  }
}

async function examineDatabase(
  root: string,
  environment: NodeJS.ProcessEnv,
  dataDir: string,
): Promise<readonly Finding[]> {
  const server = await findServer(environment, dataDir);
  try {
    if (server.adminUrl === null) return [server.finding];
    const isSeedWanted = environment["NODE_ENV"] !== "production" && environment["SEED"] !== "off";
    const { adminUrl } = server;
    return [server.finding, ...(await checkDatabases({ adminUrl, root, isSeedWanted }))];
  } catch (error) {
    return [server.finding, problemOf("databases", error)];
  } finally {
    await server.stop();
  }
}
