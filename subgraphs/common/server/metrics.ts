import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Histogram, register } from "prom-client";

/** Seconds; from a cached read to the gateway's own deadline. */
const DURATION_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const requestDuration = new Histogram({
  name: "mall_http_request_duration_seconds",
  help: "Time from the request's head to the reply's end.",
  labelNames: ["route", "status"] as const,
  buckets: DURATION_BUCKETS,
});

let started = false;

/** Serves Prometheus metrics at /metrics and measures every request. */
export function addMetrics(app: FastifyInstance): void {
  // The registry belongs to the process, and tests start several servers in one.
  if (!started) collectDefaultMetrics();
  started = true;
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    requestDuration.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get("/metrics", async (_request, reply) => {
    await reply.header("content-type", register.contentType).send(await register.metrics());
  });
}
