import type { DataSources } from "../engine/generation";
import type { GraphQLDataSource } from "@apollo/gateway";
import { createRetryBudget } from "./retryBudget";
import {
  createSubgraphClient,
  type SubgraphClient,
  type SubgraphClientOptions,
} from "./subgraphClient";
import { subgraphDataSource } from "./subgraphDataSource";

export interface SubgraphsOptions extends Pick<
  SubgraphClientOptions,
  "timeoutMs" | "maxReplyBytes" | "signer" | "onCall"
> {
  /** The URL a subgraph is reached at: the setting's, else the one in the supergraph. */
  readonly urlOf: (name: string, supergraphUrl: string | undefined) => string;
}

/** The subgraphs of all generations; the same name and URL is the same client, so that a reload keeps connections. */
export interface Subgraphs {
  readonly dataSources: DataSources;
  /** Where a subgraph of the newest supergraph is. Throws when there is none of this name. */
  urlOf(name: string): string;
  close(): Promise<void>;
}

export function createSubgraphs(options: SubgraphsOptions): Subgraphs {
  const clients = new Map<string, SubgraphClient>();
  const sources = new Map<string, GraphQLDataSource>();
  const urls = new Map<string, string>();

  return {
    urlOf(name) {
      const url = urls.get(name);
      if (url === undefined) throw new Error(`There is no subgraph "${name}".`);
      return url;
    },
    dataSources({ name, url: supergraphUrl }) {
      const url = options.urlOf(name, supergraphUrl);
      const key = `${name} ${url}`;
      const known = sources.get(key);
      urls.set(name, url);
      if (known) return known;
      const client = createSubgraphClient({
        ...options,
        name,
        url,
        retryBudget: createRetryBudget(),
      });
      const source = subgraphDataSource(client);
      clients.set(key, client);
      sources.set(key, source);
      return source;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}
