import { createRequire } from "node:module";
import { serviceNames } from "@micro-shop/common/serviceNames";
import { createReach } from "./reach";
import { POINTS_FOLDER } from "./protocol";

/*
 * Loaded into the processes under test by `node --require`, before their own code. The services themselves know nothing of
 * points: there is no hook in what is shipped that could be switched on by mistake.
 */

const folder = process.env[POINTS_FOLDER];
const script = process.argv[1]?.replaceAll("\\", "/") ?? "";
const service = serviceNames.find((name) => script.endsWith(`/subgraphs/${name}/dist/main.js`));

if (folder !== undefined && service !== undefined) {
  if (process.env["NODE_ENV"] === "production") {
    throw new Error(`${POINTS_FOLDER} is for tests alone. Unset it.`);
  }
  // Only now, since it loads what it wraps.
  const load = createRequire(__filename);
  const { placePoints } = load("./placePoints") as typeof import("./placePoints");
  placePoints(service, folder, createReach(folder, service));
}
