import { HeaderMap, type ApolloServerPlugin } from "@apollo/server";
import type { GatewayContext } from "../context";
import { formatErrors, type FormatOptions } from "./formatErrors";
import { currentScope } from "./requestScope";
import type { OperationRules } from "./operationRules";

/** Apollo Server's validation in our own hands: the same functions, memory and order as on the WebSocket lane. */
export function validationPlugin(
  { validateDocument, checkSize }: OperationRules,
  options: FormatOptions,
): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, document, operation, request }) {
          const invalid = validateDocument(schema, document);
          const { variables = {} } = request;
          const tooLarge =
            invalid.length === 0 ? checkSize({ schema, document, operation, variables }) : null;
          const errors = tooLarge ? [tooLarge] : invalid;
          const scope = currentScope();
          if (errors.length === 0) return null;
          if (!scope) throw new Error("An operation runs outside its request.");
          const formatted = [...formatErrors(errors, scope, options)];
          return {
            http: { status: 400, headers: new HeaderMap() },
            body: { kind: "single", singleResult: { errors: formatted } },
          };
        },
      };
    },
  };
}
