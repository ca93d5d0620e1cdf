import type { FastifyRequest } from "fastify";

/** Header with the key of a service-to-service call, the same over its retries. */
export const IDEMPOTENCY_HEADER = "x-idempotency-key";

/** A header's value, the first one when it came several times. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
