import type { ApolloServerOptions } from "@apollo/server";
import type { GatewayContext } from "../context";
import type { Engine } from "./engine";

type ServerGateway = NonNullable<ApolloServerOptions<GatewayContext>["gateway"]>;

/** The engine as Apollo Server wants a gateway: it hands over the schema of each generation, and operations come back. */
export function engineGateway(engine: Engine, supergraphSdl: string): ServerGateway {
  return {
    onSchemaLoadOrUpdate(listener) {
      // Apollo Server registers before it loads, and counts on one call until loading has ended.
      listener({ apiSchema: engine.schema, coreSupergraphSdl: supergraphSdl });
      return engine.onReload((apiSchema, coreSupergraphSdl) =>
        listener({ apiSchema, coreSupergraphSdl }),
      );
    },
    load: async () => ({
      executor: async (request) =>
        engine.execute({
          schema: request.schema,
          document: request.document,
          source: request.source,
          queryHash: request.queryHash,
          operationName: request.request.operationName,
          variables: request.request.variables ?? {},
          context: request.context as GatewayContext,
        }),
    }),
    // Who made the engine stops it, after the WebSocket lane has left it too.
    stop: async () => undefined,
  };
}
