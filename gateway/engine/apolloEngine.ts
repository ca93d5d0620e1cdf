import type { GraphQLDataSource } from "@apollo/gateway";
import { Fault } from "@micro-shop/common/errors";
import type { Logger } from "@micro-shop/common/log";
import type { GraphQLSchema } from "graphql";
import { faultError } from "../faultError";
import type { Engine, Operation } from "./engine";
import { toGatewayRequest } from "./gatewayRequest";
import { loadGeneration, type DataSources, type Generation } from "./generation";
import { subscribe } from "./subscribe";
import type { OpenUpstream } from "./upstream";

export interface ApolloEngineOptions {
  readonly supergraphSdl: string;
  /** The client of a subgraph. Asked again with each generation; the same answer for the same subgraph keeps its connections. */
  readonly dataSources: DataSources;
  readonly openUpstream: OpenUpstream;
  /** Time for what other subgraphs add to one event. */
  readonly eventDeadlineMs: number;
  readonly log: Logger;
}

type ReloadListener = Parameters<Engine["onReload"]>[0];

/** The stock engine: Apollo's gateway and executor, one of them per generation, and subscriptions on top. */
export async function createApolloEngine(options: ApolloEngineOptions): Promise<Engine> {
  const listeners = new Set<ReloadListener>();
  /** By the schema an operation was validated against; an old generation goes when its last operation does. */
  const generations = new WeakMap<GraphQLSchema, Loaded>();
  let current = await load(options.supergraphSdl);
  let switching: Promise<unknown> = Promise.resolve();

  async function load(supergraphSdl: string): Promise<Loaded> {
    const sources = new Map<string, GraphQLDataSource>();
    const dataSources: DataSources = (subgraph) => {
      const source = options.dataSources(subgraph);
      sources.set(subgraph.name, source);
      return source;
    };
    const generation = await loadGeneration({ supergraphSdl, dataSources, log: options.log });
    const loaded = { generation, sources };
    generations.set(generation.schema, loaded);
    return loaded;
  }

  function generationOf(operation: Operation): Loaded {
    return generations.get(operation.schema) ?? current;
  }

  async function switchTo(supergraphSdl: string): Promise<boolean> {
    if (supergraphSdl === current.generation.supergraphSdl) return false;
    const previous = current;
    current = await load(supergraphSdl);
    for (const listener of listeners) listener(current.generation.schema, supergraphSdl);
    await previous.generation.stop();
    return true;
  }

  return {
    get schema() {
      return current.generation.schema;
    },
    get subgraphs() {
      return [...current.sources.keys()];
    },
    async execute(operation) {
      const { generation } = generationOf(operation);
      const result = await generation.executor(toGatewayRequest(operation, operation.context.log));
      // The stock executor answers a plan that asks nobody with null and no word why.
      const silent = (result.data ?? null) === null && !result.errors?.length;
      return silent
        ? { ...result, data: null, errors: [faultError(new Fault("INTERNAL"))] }
        : result;
    },
    async subscribe(operation) {
      const { generation, sources } = generationOf(operation);
      return subscribe(generation, operation, { ...options, sources });
    },
    reload(supergraphSdl) {
      const switched = switching.then(() => switchTo(supergraphSdl));
      // The next reload waits for this one and does not care whether it worked.
      switching = switched.catch(() => undefined);
      return switched;
    },
    onReload(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      await switching;
      await current.generation.stop();
    },
  };
}

interface Loaded {
  readonly generation: Generation;
  readonly sources: ReadonlyMap<string, GraphQLDataSource>;
}
