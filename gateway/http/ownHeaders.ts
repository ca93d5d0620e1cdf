import { IDENTITY_HEADER } from "@micro-shop/common/security/identity";
import { IDEMPOTENCY_HEADER } from "@micro-shop/common/server/headers";
import type { IncomingHttpHeaders } from "node:http";

/** Headers by which gateway and subgraphs speak to each other; from a client they mean nothing. */
const ownHeaders: readonly string[] = [IDENTITY_HEADER, IDEMPOTENCY_HEADER];

/** Removes them, so that no code behind can mistake a client's word for ours. */
export function stripOwnHeaders(headers: IncomingHttpHeaders): void {
  for (const name of ownHeaders) delete headers[name];
}
