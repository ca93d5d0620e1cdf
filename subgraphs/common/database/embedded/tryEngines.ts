import type { FailedWay } from "../startErrors";
import type { Engine, OnProgress } from "./engine";
import { engineSources } from "./obtainEngine";

/**
 * Does the attempt with one server program after another until it succeeds. Returns null when none did;
 * why is then in `failedWays`.
 */
export async function tryEngines<Result>(
  attempt: (engine: Engine) => Promise<Result>,
  failedWays: FailedWay[],
  onProgress: OnProgress,
): Promise<{ result: Result } | null> {
  for (const source of engineSources(onProgress)) {
    for (const engine of await findEngines(source, failedWays)) {
      try {
        return { result: await attempt(engine) };
      } catch (error) {
        failedWays.push({ way: engine.origin, reason: messageOf(error) });
      }
    }
  }
  return null;
}

async function findEngines(
  source: ReturnType<typeof engineSources>[number],
  failedWays: FailedWay[],
): Promise<readonly Engine[]> {
  try {
    const engines = await source.find();
    if (engines.length === 0) failedWays.push({ way: source.name, reason: "none found" });
    return engines;
  } catch (error) {
    failedWays.push({ way: source.name, reason: messageOf(error) });
    return [];
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
