import {
  buildOperationContext,
  executeQueryPlan,
  type GraphQLDataSource,
  type ServiceMap,
} from "@apollo/gateway";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { mapStream } from "@micro-shop/common/messaging/mapStream";
import { getOperationAST, getVariableValues, type ExecutionResult } from "graphql";
import type { EventStream, Operation } from "./engine";
import { toGatewayRequest } from "./gatewayRequest";
import type { Generation } from "./generation";
import { EVENT_SOURCE, type SubscriptionPlan } from "./subscriptionPlanner";
import type { OpenUpstream } from "./upstream";

type SubgraphReply = Awaited<ReturnType<GraphQLDataSource["process"]>>;

/** Variable errors named at once; more would only echo the client's own input. */
const VARIABLE_ERRORS_SHOWN = 5;

export interface SubscribeDependencies {
  readonly openUpstream: OpenUpstream;
  readonly sources: ReadonlyMap<string, GraphQLDataSource>;
  /** Time for what other subgraphs add to one event. */
  readonly eventDeadlineMs: number;
}

/** Starts a federated subscription: one upstream, and for each of its events the rest of the plan. */
export function subscribe(
  generation: Generation,
  operation: Operation,
  dependencies: SubscribeDependencies,
): EventStream | ExecutionResult {
  const definition = getOperationAST(operation.document, operation.operationName);
  const { coerced, errors } = getVariableValues(
    operation.schema,
    definition?.variableDefinitions ?? [],
    operation.variables,
    { maxErrors: VARIABLE_ERRORS_SHOWN },
  );
  if (errors) return { errors };

  const plan = generation.subscriptionPlanner.plan(operation);
  const { primary, resumable } = plan;
  const variables = resumable?.initialVariables(coerced) ?? coerced;
  const upstream = dependencies.openUpstream({
    subgraph: primary.serviceName,
    query: primary.operation,
    operationName: primary.operationName,
    variables: pick(variables, primary.variableUsages ?? []),
    context: operation.context,
    variablesAfter(event) {
      const next = resumable?.variablesAfter(event, variables) ?? null;
      return next && pick(next, primary.variableUsages ?? []);
    },
  });
  return mapStream(upstream, (event) =>
    completeEvent(event, { generation, plan, operation, dependencies }),
  );
}

interface EventRun {
  readonly generation: Generation;
  readonly plan: SubscriptionPlan;
  readonly operation: Operation;
  readonly dependencies: SubscribeDependencies;
}

/** Runs the plan with the event as the reply of its first fetch, so that rewrites, errors and shaping are the stock ones. */
async function completeEvent(event: ExecutionResult, run: EventRun): Promise<ExecutionResult> {
  const { generation, plan, operation, dependencies } = run;
  const { apiSchema, supergraphSchema } = generation.subscriptionPlanner;
  const context = { ...operation.context, deadline: startDeadline(dependencies.eventDeadlineMs) };
  return executeQueryPlan(
    plan.perEvent,
    serviceMap(event, dependencies),
    toGatewayRequest({ ...operation, context }, context.log),
    buildOperationContext({
      schema: operation.schema,
      operationDocument: operation.document,
      ...(operation.operationName === undefined ? {} : { operationName: operation.operationName }),
    }),
    supergraphSchema,
    apiSchema,
  );
}

function serviceMap(event: ExecutionResult, { sources }: SubscribeDependencies): ServiceMap {
  // The plan merges into what a source returns; this event belongs to this subscriber alone.
  const eventSource: GraphQLDataSource = { process: async () => event as SubgraphReply };
  return { ...Object.fromEntries(sources), [EVENT_SOURCE]: eventSource };
}

function pick(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}
