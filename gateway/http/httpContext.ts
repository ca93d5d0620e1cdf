import { Fault } from "@micro-shop/common/errors";
import {
  budgetFromHeader,
  DEADLINE_HEADER,
  startDeadline,
} from "@micro-shop/common/resilience/deadline";
import { headerOf } from "@micro-shop/common/server/headers";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { GatewayContext } from "../context";
import { faultError } from "../faultError";
import { TRACEPARENT_HEADER, traceparentOf } from "../plugins/traceContext";
import type { Authenticate, Authenticated } from "../security/authentication";
import { recordOf } from "./requestRecords";

export interface HttpContextOptions {
  readonly authenticate: Authenticate;
  /** Own time for an operation; a client may ask for less by header. */
  readonly operationTimeoutMs: number;
}

/** What an operation over HTTP carries. Rejects with UNAUTHENTICATED (401) when a token was sent and is bad. */
export async function createHttpContext(
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticate, operationTimeoutMs }: HttpContextOptions,
): Promise<GatewayContext> {
  const record = recordOf(request);
  if (!record) throw new Error("A request reached GraphQL without a record.");
  const budgetMs = budgetFromHeader(headerOf(request, DEADLINE_HEADER), operationTimeoutMs);
  const deadline = startDeadline(budgetMs, signalOfLeaving(reply));
  const identity = await authenticated(authenticate, request.headers.authorization);
  record.userId = identity?.user.id ?? null;
  const { scope, clientAddress } = record;
  return {
    caller: {
      service: "gateway",
      user: identity?.user ?? null,
      clientAddress,
      requestId: scope.requestId,
    },
    deadline,
    log: scope.log,
    idempotencyKey: null,
    traceparent: traceparentOf(request.headers[TRACEPARENT_HEADER]),
    record: scope.record,
  };
}

async function authenticated(
  authenticate: Authenticate,
  authorization: string | undefined,
): Promise<Authenticated | null> {
  try {
    return await authenticate(authorization);
  } catch (error) {
    // As a GraphQL error it brings its HTTP status along.
    throw error instanceof Fault ? faultError(error) : error;
  }
}

/** Aborts when the client closes the connection before it has its answer. */
function signalOfLeaving({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
}
