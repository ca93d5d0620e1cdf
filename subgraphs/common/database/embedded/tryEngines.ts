import type { FailedWay } from "../startErrors";
import type { Engine } from "./engine";
import type { EngineSource } from "./obtainEngine";

/**
 * Does the attempt with one server program after another until it succeeds. Returns null when none did;
 * why is then in `failedWays`.
 */
export async function tryEngines<Result>(
  sources: readonly EngineSource[],
  attempt: (engine: Engine) => Promise<Result>,
  failedWays: FailedWay[],
): Promise<{ result: Result } | null> {
  for (const source of sources) {
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
  source: EngineSource,
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
