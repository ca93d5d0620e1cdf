import { Fault } from "@micro-shop/common/errors";
import type { Logger } from "@micro-shop/common/log";
import { newId } from "@micro-shop/common/ids";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { createEventQueue } from "@micro-shop/common/messaging/eventQueue";
import { getOperationAST, GraphQLError, type ExecutionArgs, type ExecutionResult } from "graphql";
import type { Context, ServerOptions, SubscribePayload } from "graphql-ws";
import type { GatewayContext } from "../context";
import type { Engine, EventStream, Operation } from "../engine/engine";
import { faultError } from "../faultError";
import { formatErrors } from "../plugins/formatErrors";
import type { LogOperation } from "../plugins/logOperation";
import { noSuchOperation } from "../plugins/operationPlugin";
import type { CheckSize } from "../plugins/limits/maxNodes";
import { createRequestScope } from "../plugins/requestScope";
import { traceparentOf, TRACEPARENT_HEADER } from "../plugins/traceContext";
import type { Admit } from "./admission";
import type { ClientSocket } from "./clientSocket";
import { SubscriptionRefused } from "./subscriptionRefused";

export interface SocketLaneOptions {
  readonly engine: Engine;
  readonly admit: Admit;
  readonly checkSize: CheckSize;
  readonly operationTimeoutMs: number;
  readonly subscriptionsPerSocket: number;
  readonly hideSuggestions: boolean;
  readonly log: Logger;
  readonly logOperation: LogOperation;
}

type SocketContext = Context<Record<string, unknown>, ClientSocket>;
type Lane = Required<
  Pick<
    ServerOptions<Record<string, unknown>, ClientSocket>,
    "onSubscribe" | "execute" | "subscribe" | "onNext" | "onError" | "onComplete"
  >
>;

/** Runs the operations of sockets: the same admission, limits, engine, masking and log as over HTTP. */
export function createSocketLane(options: SocketLaneOptions): Lane {
  const { engine, log } = options;

  function begin({ extra: client }: SocketContext, id: string): GatewayContext {
    const requestId = newId();
    const scope = createRequestScope(requestId, log.child({ requestId }));
    client.operations.set(id, { requestId, record: scope.record, startedAt: performance.now() });
    return {
      caller: {
        service: "gateway",
        user: client.identity?.user ?? null,
        clientAddress: client.address,
        requestId,
      },
      deadline: startDeadline(options.operationTimeoutMs, client.left.signal),
      log: scope.log,
      idempotencyKey: null,
      traceparent: traceparentOf(client.request.headers[TRACEPARENT_HEADER]),
      record: scope.record,
    };
  }

  function end({ extra: client }: SocketContext, id: string): void {
    const operation = client.operations.get(id);
    client.operations.delete(id);
    if (!operation) return;
    options.logOperation({
      lane: "websocket",
      requestId: operation.requestId,
      userId: client.identity?.user.id ?? null,
      clientAddress: client.address,
      durationMs: performance.now() - operation.startedAt,
      record: operation.record,
    });
  }

  function admit(socket: SocketContext, payload: SubscribePayload, context: GatewayContext) {
    if (Object.keys(socket.subscriptions).length > options.subscriptionsPerSocket) {
      return [faultError(new Fault("LIMIT_EXCEEDED"))];
    }
    const { schema } = engine;
    const admitted = options.admit(schema, payload.query);
    if ("errors" in admitted) return admitted.errors;
    const operationName = payload.operationName ?? undefined;
    const definition = getOperationAST(admitted.document, operationName);
    if (!definition) return [faultError(noSuchOperation(operationName))];
    context.record.operationName = definition.name?.value ?? null;
    context.record.operationKind = definition.operation;
    const variables = payload.variables ?? {};
    const { document } = admitted;
    const tooLarge = options.checkSize({ schema, document, operation: definition, variables });
    if (tooLarge) return [tooLarge];
    const operation: Operation = {
      ...admitted,
      schema,
      source: payload.query,
      operationName,
      variables,
      context,
    };
    const args: ExecutionArgs = {
      schema,
      document,
      variableValues: variables,
      contextValue: operation,
      ...(operationName === undefined ? {} : { operationName }),
    };
    return args;
  }

  function format(client: ClientSocket, id: string, errors: readonly unknown[]) {
    const operation = client.operations.get(id);
    const requestId = operation?.requestId ?? newId();
    const scope = createRequestScope(requestId, log.child({ requestId }));
    return formatErrors(
      errors,
      operation ? { ...scope, record: operation.record } : scope,
      options,
    );
  }

  return {
    onSubscribe: (socket, id, payload) => admit(socket, payload, begin(socket, id)),
    async execute(args) {
      try {
        return await engine.execute(args.contextValue as Operation);
      } catch (error) {
        return { errors: [asGraphQLError(error)] };
      }
    },
    async subscribe(args) {
      const started = await start(engine, args.contextValue as Operation);
      return Symbol.asyncIterator in started ? started : failedStream(started.errors ?? []);
    },
    onNext({ extra }, id, ...[, , result]) {
      const { data = null, errors, extensions } = result;
      return {
        data,
        ...(errors ? { errors: format(extra, id, errors) } : {}),
        ...(extensions ? { extensions } : {}),
      };
    },
    onError(socket, id, _payload, errors) {
      const formatted = format(socket.extra, id, errors.flatMap(unwrapRefusal));
      // After an error graphql-ws completes only what had begun to run.
      end(socket, id);
      return formatted;
    },
    onComplete: (socket, id) => end(socket, id),
  };
}

async function start(engine: Engine, operation: Operation): Promise<EventStream | ExecutionResult> {
  try {
    return await engine.subscribe(operation);
  } catch (error) {
    return { errors: [asGraphQLError(error)] };
  }
}

/** A stream that ends in these errors at once: graphql-ws then sends an error message instead of an event. */
function failedStream(errors: readonly GraphQLError[]): EventStream {
  const queue = createEventQueue<ExecutionResult>({
    limit: 0,
    overflow: () => new Fault("INTERNAL"),
    onEnd: () => undefined,
  });
  queue.fail(new SubscriptionRefused(errors));
  return queue.stream;
}

function unwrapRefusal(error: GraphQLError): readonly GraphQLError[] {
  const refused = error.originalError;
  return refused instanceof SubscriptionRefused ? refused.errors : [error];
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (error instanceof Fault) return faultError(error);
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
