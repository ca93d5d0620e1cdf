import { appendFileSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServiceName } from "@micro-shop/common/serviceNames";
import { pointPaths, type ArmedPoint, type PointHit } from "./protocol";

/** Says that this process is at a point. It may not come back. */
export type Reach = (point: string) => void;

/** The side of the process under test. Everything is synchronous, so that nothing happens between arrival and signal. */
export function createReach(folder: string, service: ServiceName): Reach {
  const paths = pointPaths(folder);
  const known = new Set<string>();
  let armedText = "";
  let arrivals = 0;
  return (point) => {
    if (!known.has(point)) {
      known.add(point);
      writeFileSync(join(paths.seen, `${service} ${point}`), "");
    }
    const text = readIfThere(paths.armed(service));
    if (text === null) return;
    if (text !== armedText) {
      armedText = text;
      arrivals = 0;
    }
    const armed = JSON.parse(text) as ArmedPoint;
    if (armed.point !== point) return;
    arrivals += 1;
    // Of several instances the one that takes the trap away is the one that it was for.
    if (arrivals < armed.nth || !takeAway(paths.armed(service))) return;
    const hit: PointHit = { service, point, pid: process.pid, at: Date.now() };
    appendFileSync(paths.hits, `${JSON.stringify(hit)}\n`);
    process.kill(process.pid, armed.signal);
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function takeAway(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
