import { fullJitterMs } from "@micro-shop/common/random";
import { DEADLINE_HEADER } from "@micro-shop/common/resilience/deadline";
import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "undici";
import type { GatewayContext } from "../context";
import { REQUEST_ID_HEADER } from "../plugins/requestId";
import { TRACEPARENT_HEADER } from "../plugins/traceContext";
import type { CallSigner } from "./callSigner";
import { readReply, type SubgraphReply } from "./readReply";
import type { RetryBudget } from "./retryBudget";
import { callFault, isConnectionError } from "./subgraphFault";

/** Connections to one subgraph; more calls than that wait, within their deadline. */
const CONNECTIONS = 128;
const CONNECT_TIMEOUT_MS = 1_000;
/** A restarting subgraph needs a moment; the second try comes within this. */
const RETRY_DELAY_MS = 200;

export interface SubgraphCall {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
}

/** How a call ended, for the metrics. */
export type CallOutcome = "ok" | "timeout" | "unavailable" | "invalid";

export interface SubgraphClientOptions {
  readonly name: string;
  readonly url: string;
  /** Time for one call, unless the client's own deadline is nearer. */
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
  readonly signer: CallSigner;
  readonly retryBudget: RetryBudget;
  readonly onCall: (subgraph: string, outcome: CallOutcome, durationMs: number) => void;
}

export interface SubgraphClient {
  /** The subgraph's name. */
  readonly name: string;
  /** Rejects with a Fault: TIMEOUT, UNAVAILABLE, RATE_LIMITED or INTERNAL. GraphQL errors are part of the reply. */
  call(call: SubgraphCall): Promise<SubgraphReply>;
  close(): Promise<void>;
}

/** GraphQL over HTTP to one subgraph, over connections that are kept. */
export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { name, signer, retryBudget } = options;
  const url = new URL(options.url);
  const pool = new Pool(url.origin, {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // The signal of the deadline ends both.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  async function send(
    call: SubgraphCall,
    body: string,
    isMutation: boolean,
  ): Promise<SubgraphReply> {
    const { deadline, caller, traceparent } = call.context;
    const timeoutMs = deadline.hopMs(options.timeoutMs);
    const timeout = AbortSignal.timeout(timeoutMs);
    const response = await pool.request({
      path: `${url.pathname}${url.search}`,
      method: "POST",
      // Everything is said anew: no header of the client is handed on.
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        [REQUEST_ID_HEADER]: caller.requestId,
        [DEADLINE_HEADER]: String(timeoutMs),
        ...(traceparent === null ? {} : { [TRACEPARENT_HEADER]: traceparent }),
        ...signer.headers({ subgraph: name, context: call.context }, body),
      },
      body,
      // A mutation goes on when its client leaves: half of it would be worse.
      signal: isMutation ? timeout : AbortSignal.any([timeout, deadline.signal]),
    });
    return readReply(response, { subgraph: name, maxBytes: options.maxReplyBytes });
  }

  /** A query is sent once more when the connection failed; a mutation never, for it may have been done. */
  async function sendWithRetry(call: SubgraphCall): Promise<SubgraphReply> {
    const isMutation = call.query.startsWith("mutation");
    const { query, operationName, variables } = call;
    const body = JSON.stringify({ query, operationName, variables });
    retryBudget.countCall();
    try {
      return await send(call, body, isMutation);
    } catch (error) {
      if (isMutation || !isConnectionError(error) || !retryBudget.spend()) throw error;
      await delay(fullJitterMs(0, RETRY_DELAY_MS, RETRY_DELAY_MS));
      return send(call, body, isMutation);
    }
  }

  return {
    name,
    async call(call) {
      const started = performance.now();
      const report = (outcome: CallOutcome): void =>
        options.onCall(name, outcome, performance.now() - started);
      try {
        const reply = await sendWithRetry(call);
        report("ok");
        return reply;
      } catch (error) {
        const fault = callFault(error);
        report(outcomes[fault.code] ?? "invalid");
        throw fault;
      }
    },
    close: () => pool.destroy(),
  };
}

const outcomes: Readonly<Record<string, CallOutcome>> = {
  TIMEOUT: "timeout",
  UNAVAILABLE: "unavailable",
  RATE_LIMITED: "unavailable",
};
