import "./telemetryOff";
import { ApolloGateway, type GraphQLDataSource } from "@apollo/gateway";
import type { Logger } from "@micro-shop/common/log";
import type { GraphQLSchema } from "graphql";
import { createSubscriptionPlanner, type SubscriptionPlanner } from "./subscriptionPlanner";
import { withoutLinkPurposes } from "./supergraphSdl";

export type GatewayExecutor = ApolloGateway["executor"];
export type DataSources = (subgraph: {
  readonly name: string;
  readonly url?: string;
}) => GraphQLDataSource;

/** One loaded supergraph. It never changes: another supergraph is another generation. */
export interface Generation {
  readonly schema: GraphQLSchema;
  /** The full SDL, with all that the API schema leaves out. */
  readonly supergraphSdl: string;
  readonly executor: GatewayExecutor;
  readonly subscriptionPlanner: SubscriptionPlanner;
  stop(): Promise<void>;
}

export interface GenerationOptions {
  readonly supergraphSdl: string;
  readonly dataSources: DataSources;
  readonly log: Logger;
}

/**
 * Loads a supergraph into a gateway of its own. Sharing one gateway between supergraphs would let an
 * operation that was validated against the old one be planned with the new one.
 * Rejects when the SDL does not parse, validate or is not a supergraph.
 */
export async function loadGeneration(options: GenerationOptions): Promise<Generation> {
  const { supergraphSdl, dataSources, log } = options;
  const runnableSdl = withoutLinkPurposes(supergraphSdl);
  const gateway = new ApolloGateway({
    supergraphSdl: runnableSdl,
    buildService: (definition) => dataSources(definition),
    // It greets each supergraph in several lines.
    logger: log.child({}, { level: "warn" }),
    // By default only outside production; a broken file must be refused there above all.
    validateSupergraph: true,
    __exposeQueryPlanExperimental: false,
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    schema = loaded.apiSchema;
  });
  const { executor } = await gateway.load({ apollo: {} });
  if (schema === undefined) throw new Error("The gateway loaded a supergraph without a schema.");
  return {
    schema,
    supergraphSdl,
    executor,
    subscriptionPlanner: createSubscriptionPlanner(runnableSdl, schema),
    stop: () => gateway.stop(),
  };
}
