import type { Logger } from "@micro-shop/common/log";
import { getOperationAST } from "graphql";
import type { GatewayExecutor } from "./generation";
import type { Operation } from "./engine";

export type GatewayRequest = Parameters<GatewayExecutor>[0];

/** Nothing in the stock execution reads the cache; the type wants one. */
const noCache: GatewayRequest["cache"] = {
  get: async () => undefined,
  set: async () => undefined,
  delete: async () => undefined,
};

/** The request as Apollo's gateway wants it, for operations that do not come through Apollo Server. */
export function toGatewayRequest(operation: Operation, log: Logger): GatewayRequest {
  const { document, operationName } = operation;
  const definition = getOperationAST(document, operationName);
  if (!definition) throw new Error("An operation was admitted without a definition to run.");
  return {
    request: {
      query: operation.source,
      variables: operation.variables,
      ...(operationName === undefined ? {} : { operationName }),
    },
    logger: log,
    schema: operation.schema,
    schemaHash: "" as GatewayRequest["schemaHash"],
    context: operation.context,
    cache: noCache,
    queryHash: operation.queryHash,
    document,
    source: operation.source,
    operationName: operationName ?? null,
    operation: definition,
    metrics: {},
    overallCachePolicy: undefined,
  };
}
