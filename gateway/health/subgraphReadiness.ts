import type { Engine } from "../engine/engine";
import type { Subgraphs } from "../transport/subgraphs";

const ASK_WITHIN_MS = 1_000;

/**
 * A check that all subgraphs of the newest supergraph are ready. One without `/health/ready` (404) counts as ready
 * when it answers at all.
 */
export function subgraphReadiness(engine: Engine, subgraphs: Subgraphs) {
  return {
    name: "subgraphs",
    async check(): Promise<void> {
      const asked = await Promise.allSettled(
        engine.subgraphs.map((name) => askReadiness(name, subgraphs.urlOf(name))),
      );
      const failures = asked.flatMap((one): unknown[] =>
        one.status === "rejected" ? [one.reason] : [],
      );
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("; "));
    },
  };
}

async function askReadiness(name: string, url: string): Promise<void> {
  const response = await fetch(new URL("/health/ready", url), {
    signal: AbortSignal.timeout(ASK_WITHIN_MS),
  }).catch((error: unknown) => {
    throw new Error(`${name} does not answer`, { cause: error });
  });
  await response.body?.cancel();
  if (!response.ok && response.status !== 404) throw new Error(`${name} is not ready`);
}
