/** Header with the key of a service-to-service call, the same over its retries. */
export const IDEMPOTENCY_HEADER = "x-idempotency-key";
