import { readFileSync } from "node:fs";
import { composeServices } from "@apollo/composition";
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from "@apollo/federation-internals";
import { lexicographicSortSchema, parse, printSchema } from "graphql";
import { writeArtifact, type Artifact } from "./artifact";
import {
  apiFile,
  routingUrl,
  subgraphFile,
  subgraphNames,
  supergraphFile,
  type SubgraphName,
} from "./layout";
import { runProgram } from "./program";

export type SubgraphSdls = Readonly<Record<SubgraphName, string>>;

export interface Composition {
  /** What the gateway runs: the supergraph SDL with join directives and the default routing URLs. */
  readonly supergraph: string;
  /** What clients see: sorted, without federation directives and `@inaccessible` elements. */
  readonly api: string;
}

/** The subgraphs do not fit together; the message lists every reason. */
export class CompositionError extends Error {
  override readonly name = "CompositionError";
}

/** Composes the five SDLs. The same input gives the same text, byte for byte. Throws CompositionError. */
export function compose(sdls: SubgraphSdls): Composition {
  const services = subgraphNames.map((name) => ({
    name,
    url: routingUrl(name),
    typeDefs: parse(sdls[name]),
  }));
  const result = composeServices(services);
  if (result.errors) {
    const reasons = result.errors.map((error) => `- ${error.message}`).join("\n");
    throw new CompositionError(`The subgraphs do not compose:\n${reasons}`);
  }
  // The default set of features refuses @authenticated and @requiresScopes; the gateway enforces both.
  const supergraph = Supergraph.build(result.supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const api = supergraph.apiSchema().toGraphQLJSSchema();
  return {
    supergraph: withFinalNewline(result.supergraphSdl),
    api: withFinalNewline(printSchema(lexicographicSortSchema(api))),
  };
}

/** The checked-in SDL of all five. */
export function readSubgraphSdls(): SubgraphSdls {
  const read = (name: SubgraphName) => readFileSync(subgraphFile(name), "utf8");
  return {
    marketing: read("marketing"),
    order: read("order"),
    pay: read("pay"),
    product: read("product"),
    user: read("user"),
  };
}

export function compositionArtifacts(composition: Composition): Artifact[] {
  return [
    { file: supergraphFile, text: composition.supergraph },
    { file: apiFile, text: composition.api },
  ];
}

export function withFinalNewline(text: string): string {
  return `${text.trimEnd()}\n`;
}

if (require.main === module) {
  runProgram(async () => {
    compositionArtifacts(compose(readSubgraphSdls())).forEach(writeArtifact);
  });
}
