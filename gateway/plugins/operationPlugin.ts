import type { ApolloServerPlugin } from "@apollo/server";
import { Fault } from "@micro-shop/common/errors";
import { OperationTypeNode } from "graphql";
import type { GatewayContext } from "../context";
import { faultError } from "../faultError";
import { boundErrors } from "./formatErrors";

/** The document has several operations and none was named, or one that it does not have. */
export function noSuchOperation(name: string | null | undefined): Fault {
  const sentence =
    typeof name === "string" && name !== ""
      ? "The document has no operation of this name."
      : "The document has several operations: say in operationName which one is meant.";
  return new Fault("BAD_REQUEST", sentence);
}

/** Names the operation for the access log, refuses subscriptions over plain HTTP, and bounds the errors of an answer. */
export function operationPlugin(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue, operation, operationName, request }) {
          if (!operation) throw faultError(noSuchOperation(request.operationName));
          contextValue.record.operationName = operationName;
          contextValue.record.operationKind = operation.operation;
          if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
            throw faultError(
              new Fault("BAD_REQUEST", "Subscriptions are served over WebSocket on the same path."),
            );
          }
        },
        async willSendResponse({ response: { body } }) {
          if (body.kind !== "single" || !body.singleResult.errors) return;
          body.singleResult.errors = boundErrors(body.singleResult.errors);
        },
      };
    },
  };
}
