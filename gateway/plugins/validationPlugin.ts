import { HeaderMap, type ApolloServerPlugin } from "@apollo/server";
import type { GatewayContext } from "../context";
import { formatErrors, type FormatOptions } from "./formatErrors";
import { currentScope } from "./requestScope";
import type { ValidateDocument } from "./validateDocument";

/** Apollo Server's validation in our own hands: the same function, memory and order as on the WebSocket lane. */
export function validationPlugin(
  validateDocument: ValidateDocument,
  options: FormatOptions,
): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, document }) {
          const errors = validateDocument(schema, document);
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
