import type { FastifyInstance } from "fastify";
import type { Logger } from "../log";

/** A named condition for serving; throws when it does not hold. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<void>;
}

export interface Health {
  /** From now on the process is not ready: load balancers turn away while it drains. */
  startDraining(): void;
}

/** Serves /health/live (the process answers) and /health/ready (it can do its work; 503 names what is missing). */
export function addHealth(
  app: FastifyInstance,
  checks: readonly ReadinessCheck[],
  log: Logger,
): Health {
  let draining = false;
  app.get("/health/live", async () => ({ status: "live" }));
  app.get("/health/ready", async (_request, reply) => {
    const failing = draining ? ["draining"] : await findFailing(checks, log);
    if (failing.length === 0) return { status: "ready" };
    return reply.code(503).send({ status: "not ready", failing });
  });
  return {
    startDraining() {
      draining = true;
    },
  };
}

async function findFailing(
  checks: readonly ReadinessCheck[],
  log: Logger,
): Promise<readonly string[]> {
  const results = await Promise.allSettled(checks.map(({ check }) => check()));
  return checks.flatMap(({ name }, index) => {
    const result = results[index];
    if (result?.status !== "rejected") return [];
    log.warn({ err: result.reason, check: name }, "not ready");
    return [name];
  });
}
