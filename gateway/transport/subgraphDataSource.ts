import type { GraphQLDataSource } from "@apollo/gateway";
import type { GatewayContext } from "../context";
import { sendEntityCalls } from "./entityCalls";
import type { SubgraphClient } from "./subgraphClient";

type GatewayReply = Awaited<ReturnType<GraphQLDataSource["process"]>>;

/** A subgraph's client as Apollo's executor wants it. */
export function subgraphDataSource(client: SubgraphClient): GraphQLDataSource {
  return {
    async process(options): Promise<GatewayReply> {
      const { query, operationName, variables } = options.request;
      if (query === undefined) throw new Error("A query plan holds a fetch without an operation.");
      const call = {
        query,
        operationName,
        variables: variables ?? {},
        context: options.context as GatewayContext,
      };
      return sendEntityCalls(client.name, call, (one) => client.call(one));
    },
  };
}
