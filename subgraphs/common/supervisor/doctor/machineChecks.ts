import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { serviceNames } from "../../serviceNames";
import { prepareDataFolder } from "../dataFolder";
import { ok, problem, problemOf, type Finding } from "./finding";

/** Whether this Node is one that the project's `engines` allow. */
export async function checkNode(root: string, version = process.versions.node): Promise<Finding> {
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    engines: { node: string };
  };
  const wanted = manifest.engines.node.replace(">=", "");
  if (compareVersions(version, wanted) >= 0) return ok("Node", `${version} (${wanted} or newer)`);
  return problem(
    "Node",
    `${version} is too old`,
    `install Node ${wanted} or newer, then npm install`,
  );
}

/** Whether everything that `npm start` runs has been built. */
export function checkBuild(root: string): Finding {
  const wanted = [
    "dist/start.js",
    "gateway/dist/main.js",
    ...serviceNames.map((name) => `subgraphs/${name}/dist/main.js`),
    "gateway/dist/playground/bundle/index.html",
  ];
  const missing = wanted.filter((path) => !existsSync(join(root, path)));
  if (missing.length === 0) return ok("build", "gateway, subgraphs and playground are built");
  return problem("build", `not built: ${missing.join(", ")}`, "npm install && npm run build");
}

export async function checkDataFolder(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
): Promise<Finding> {
  try {
    await prepareDataFolder(dataDir, { hasDatabase: !environment["DATABASE_URL"] });
    return ok("data folder", dataDir);
  } catch (error) {
    return problemOf("data folder", error);
  }
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(".").map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
