import { Pool } from "undici";
import { Fault, faultCodes, type FaultCode } from "../errors";
import { DEADLINE_HEADER } from "../resilience/deadline";
import { IDENTITY_HEADER, signIdentity } from "../security/identity";
import { IDEMPOTENCY_HEADER } from "../server/headers";
import { readAtMost } from "../server/readAtMost";
import type { ServiceName } from "../serviceNames";
import type { RequestContext } from "./requestContext";
import type { TypedDocumentString } from "./typedDocument";

/** Longest a sibling may take for one call; a participant of a saga gets 1 s (RELIABILITY: deadlines). */
const CALL_BUDGET_MS = 2_000;
const CONNECTIONS = 16;
/** No internal operation answers a tenth of it; a runaway one must not take the memory of its caller. */
const MAX_REPLY_BYTES = 10 * 1024 * 1024;

export interface ServiceClientOptions {
  readonly from: ServiceName;
  readonly to: ServiceName;
  /** Base URL of the sibling, without a path. */
  readonly url: string;
  readonly identitySecret: string;
}

export interface CallOptions {
  /** The request, or the job, on whose behalf the call is made. */
  readonly context: Pick<RequestContext, "caller" | "deadline">;
  /** Constant over retries; required for mutations that are retried. */
  readonly idempotencyKey?: string;
  /** Milliseconds, default 2,000; the caller's remaining time shortens it. */
  readonly timeoutMs?: number;
}

/** Calls the internal operations of one sibling. */
export interface ServiceClient {
  /**
   * Sends one operation and answers its data. Never retries.
   * Throws a Fault: TIMEOUT or UNAVAILABLE when the outcome is unknown, INTERNAL when the reply is longer than 10 MB,
   * otherwise the sibling's own code.
   */
  call<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
    options: CallOptions,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** A client with a keep-alive pool of its own; close it with the service. */
export function createServiceClient(options: ServiceClientOptions): ServiceClient {
  const pool = new Pool(options.url, { connections: CONNECTIONS, pipelining: 1 });
  return {
    async call(document, variables, { context, idempotencyKey, timeoutMs = CALL_BUDGET_MS }) {
      const budgetMs = context.deadline.hopMs(timeoutMs);
      const body = JSON.stringify({ query: document.text, variables });
      const caller = { ...context.caller, service: options.from };
      const identity = signIdentity(options.identitySecret, { caller, audience: options.to, body });
      const reply = await send(pool, {
        body,
        signal: AbortSignal.any([context.deadline.signal, AbortSignal.timeout(budgetMs)]),
        headers: {
          "content-type": "application/json",
          [IDENTITY_HEADER]: identity,
          [DEADLINE_HEADER]: String(budgetMs),
          "x-request-id": caller.requestId,
          ...(idempotencyKey === undefined ? {} : { [IDEMPOTENCY_HEADER]: idempotencyKey }),
        },
      });
      // The document was checked against the sibling's SDL when its types were generated.
      return dataOf(reply) as never;
    },
    close: () => pool.close(),
  };
}

interface Sent {
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

async function send(pool: Pool, { body, headers, signal }: Sent): Promise<unknown> {
  try {
    const response = await pool.request({
      method: "POST",
      path: "/graphql",
      body,
      headers,
      signal,
    });
    const reply = await readAtMost(response.body, MAX_REPLY_BYTES);
    if (reply) return JSON.parse(reply.toString("utf8"));
  } catch (error) {
    throw new Fault(signal.aborted ? "TIMEOUT" : "UNAVAILABLE", undefined, { cause: error });
  }
  const cause = new Error(`A sibling's reply is longer than ${MAX_REPLY_BYTES} bytes.`);
  throw new Fault("INTERNAL", undefined, { cause });
}

function dataOf(reply: unknown): unknown {
  const { data, errors } = (reply ?? {}) as {
    data?: unknown;
    errors?: readonly { message: string; extensions?: { code?: string } }[];
  };
  const first = errors?.[0];
  if (first) {
    const code = first.extensions?.code ?? "";
    // A document the sibling refuses is our own fault, not the client's.
    if (isFaultCode(code)) throw new Fault(code, first.message, { cause: errors });
    throw new Fault("INTERNAL", undefined, { cause: errors });
  }
  if (data === undefined || data === null)
    throw new Fault("UNAVAILABLE", undefined, { cause: reply });
  return data;
}

function isFaultCode(code: string): code is FaultCode {
  return Object.hasOwn(faultCodes, code);
}
