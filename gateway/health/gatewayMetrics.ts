import { Counter, Gauge, Histogram } from "prom-client";
import type { FinishedOperation } from "../plugins/logOperation";
import type { CallOutcome } from "../transport/subgraphClient";

/** Seconds; from a cached answer to the deadline. */
const DURATION_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const operations = new Histogram({
  name: "gateway_operation_duration_seconds",
  help: "Time of an operation; of a subscription, from its start to its end.",
  labelNames: ["lane", "kind"] as const,
  buckets: DURATION_BUCKETS,
});

const errors = new Counter({
  name: "gateway_errors_total",
  help: "Operations that were answered with an error of this code.",
  labelNames: ["code"] as const,
});

const subgraphCalls = new Histogram({
  name: "gateway_subgraph_call_duration_seconds",
  help: "Time of a call to a subgraph, with how it ended.",
  labelNames: ["subgraph", "outcome"] as const,
  buckets: DURATION_BUCKETS,
});

const reloads = new Counter({
  name: "gateway_supergraph_reloads_total",
  help: "Changes of the supergraph file, loaded or refused.",
  labelNames: ["outcome"] as const,
});

const sockets = new Gauge({
  name: "gateway_sockets",
  help: "Open WebSockets of clients.",
});

/** The one place that writes the gateway's metrics. */
export const gatewayMetrics = {
  observeOperation({ lane, record, durationMs }: FinishedOperation): void {
    const kind = record.operationKind ?? "none";
    operations.observe({ lane, kind }, durationMs / 1000);
    for (const code of record.errorCodes) errors.inc({ code });
  },
  observeCall(subgraph: string, outcome: CallOutcome, durationMs: number): void {
    subgraphCalls.observe({ subgraph, outcome }, durationMs / 1000);
  },
  countReload(outcome: "loaded" | "refused"): void {
    reloads.inc({ outcome });
  },
  setSockets(count: number): void {
    sockets.set(count);
  },
};
