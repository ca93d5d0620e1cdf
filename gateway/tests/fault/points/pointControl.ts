import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isServiceName, type ServicePoint } from "./servicePoint";
import type { ServiceName } from "@micro-shop/common/serviceNames";
import { until } from "@micro-shop/common/testing/until";
import {
  POINTS_FOLDER,
  pointPaths,
  type ArmedPoint,
  type Delivery,
  type PointHit,
} from "./protocol";

/** The test's side of the points. */
export interface PointControl {
  /** Settings that put points into the processes of a mall. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sets a trap. A service has one at a time. */
  arm(service: ServiceName, armed: ArmedPoint): Promise<void>;
  /** Takes back a trap that nobody came to. */
  disarm(service: ServiceName): Promise<void>;
  hits(): Promise<readonly PointHit[]>;
  /** The next hit of a service after those known; null when it does not come within the time. */
  nextHit(known: number, timeoutMs: number): Promise<PointHit | null>;
  /** All points that any process has come to. */
  seen(): Promise<readonly ServicePoint[]>;
  /** How often events were handed over, and how many of them were handed over again. */
  deliveries(): Promise<{ readonly total: number; readonly repeated: number }>;
}

export async function createPointControl(folder: string): Promise<PointControl> {
  const paths = pointPaths(folder);
  await mkdir(paths.seen, { recursive: true });
  const hits = (): Promise<PointHit[]> => readLines<PointHit>(paths.hits);
  return {
    environment: {
      [POINTS_FOLDER]: folder,
      NODE_OPTIONS: `--require=${join(__dirname, "preload.js")}`,
    },
    async arm(service, armed) {
      const aside = `${paths.armed(service)}.new`;
      await writeFile(aside, JSON.stringify(armed));
      await rename(aside, paths.armed(service));
    },
    disarm: (service) => rm(paths.armed(service), { force: true }),
    hits,
    async nextHit(known, timeoutMs) {
      const find = async () => (await hits())[known] ?? null;
      return until("a process comes to the point", find, timeoutMs).catch(() => find());
    },
    async seen() {
      const names = await readdir(paths.seen);
      return names.flatMap((name) => {
        const space = name.indexOf(" ");
        const service = name.slice(0, space);
        return isServiceName(service) ? [{ service, point: name.slice(space + 1) }] : [];
      });
    },
    async deliveries() {
      const all = await readLines<Delivery>(paths.deliveries);
      const ids = all.flatMap(({ service, eventIds }) => eventIds.map((id) => `${service} ${id}`));
      return { total: ids.length, repeated: ids.length - new Set(ids).size };
    },
  };
}

async function readLines<Line>(path: string): Promise<Line[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  // The last piece may be half a line of somebody who writes just now.
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}
