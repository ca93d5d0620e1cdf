import { join } from "node:path";
import type { ServiceName } from "@micro-shop/common/serviceNames";

/** Folder through which a test and the processes under test talk about points. */
export const POINTS_FOLDER = "FAULT_POINTS";

/** What happens to the process that comes to a point: killed, or paused until somebody sends SIGCONT. */
export type PointSignal = "SIGKILL" | "SIGSTOP";

/** A trap at a named place between two effects, for whichever instance of a service comes there first. */
export interface ArmedPoint {
  readonly point: string;
  /** The how manieth arrival of one process it takes, from 1. */
  readonly nth: number;
  readonly signal: PointSignal;
}

/** A trap that has snapped. */
export interface PointHit {
  readonly service: ServiceName;
  readonly point: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Events that a service was handed, whether or not it had applied them before. */
export interface Delivery {
  readonly service: ServiceName;
  readonly eventIds: readonly string[];
}

export function pointPaths(folder: string) {
  return {
    armed: (service: ServiceName) => join(folder, `${service}.armed`),
    hits: join(folder, "hits.jsonl"),
    deliveries: join(folder, "deliveries.jsonl"),
    /** One empty file a point that somebody has come to. */
    seen: join(folder, "seen"),
  };
}
