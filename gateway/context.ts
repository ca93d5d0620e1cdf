import type { RequestContext } from "@micro-shop/common/graphql/requestContext";

/** What the access log says about an operation; filled in while it runs. */
export interface OperationRecord {
  operationName: string | null;
  operationKind: string | null;
  /** Codes of the errors the client was sent, without repetition. */
  errorCodes: string[];
}

/** What every operation carries through the gateway, made once per operation. */
export interface GatewayContext extends RequestContext {
  /** The client's W3C trace context, handed on unchanged; null when it sent none that is well-formed. */
  readonly traceparent: string | null;
  readonly record: OperationRecord;
}

export function emptyRecord(): OperationRecord {
  return { operationName: null, operationKind: null, errorCodes: [] };
}
