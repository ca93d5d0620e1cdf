import type { FastifyInstance, FastifyRequest } from "fastify";
import type { LogOperation } from "../plugins/logOperation";
import type { RequestScope } from "../plugins/requestScope";

/** What is known of a GraphQL request when its answer has been sent. */
export interface RequestRecord {
  readonly scope: RequestScope;
  readonly clientAddress: string;
  userId: string | null;
}

const records = new WeakMap<FastifyRequest, RequestRecord>();

export function startRecord(request: FastifyRequest, record: RequestRecord): void {
  records.set(request, record);
}

export function recordOf(request: FastifyRequest): RequestRecord | undefined {
  return records.get(request);
}

/** Logs each GraphQL request once it is answered, refused ones too. */
export function logRequests(app: FastifyInstance, logOperation: LogOperation): void {
  app.addHook("onResponse", async (request, reply) => {
    const known = records.get(request);
    if (!known) return;
    const { scope, clientAddress, userId } = known;
    logOperation({
      lane: "http",
      requestId: scope.requestId,
      userId,
      clientAddress,
      durationMs: reply.elapsedTime,
      status: reply.statusCode,
      record: scope.record,
    });
  });
}
