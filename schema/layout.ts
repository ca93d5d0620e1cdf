import path from "node:path";

/** The five subgraphs, sorted, so that composition does not depend on the order of a folder. */
export const subgraphNames = ["marketing", "order", "pay", "product", "user"] as const;

export type SubgraphName = (typeof subgraphNames)[number];

/** Where each subgraph listens by default; the supergraph names these URLs, settings override them. */
const routingPorts: Readonly<Record<SubgraphName, number>> = {
  user: 4001,
  product: 4002,
  order: 4003,
  pay: 4004,
  marketing: 4005,
};

/** The folder `schema/` itself, seen from the compiled file in `schema/dist`. */
export const schemaFolder = path.resolve(__dirname, "..");

export const repositoryRoot = path.resolve(schemaFolder, "..");

export const supergraphFile = path.join(schemaFolder, "supergraph.graphql");

export const apiFile = path.join(schemaFolder, "api.graphql");

/** Documents that one service sends to another: `<caller>.<target>.graphql`. */
export const internalFolder = path.join(schemaFolder, "internal");

/** Documents whose names and fields are promised to clients. */
export const contractFolder = path.join(schemaFolder, "contract");

/** Documents of the client SDK. */
export const sdkOperationsFolder = path.join(repositoryRoot, "client-sdk", "operations");

export const sdkGeneratedFile = path.join(
  repositoryRoot,
  "client-sdk",
  "src",
  "generated",
  "operations.ts",
);

/** The checked-in SDL of a subgraph. */
export function subgraphFile(name: SubgraphName): string {
  return path.join(schemaFolder, `${name}.graphql`);
}

/** The program that prints the SDL a subgraph has now. */
export function emitProgram(name: SubgraphName): string {
  return path.join(repositoryRoot, "subgraphs", name, "dist", "emit.js");
}

/** The typed client documents that `caller` uses to talk to `target`. */
export function internalClientFile(caller: SubgraphName, target: SubgraphName): string {
  return path.join(repositoryRoot, "subgraphs", caller, "clients", "generated", `${target}.ts`);
}

export function routingUrl(name: SubgraphName): string {
  return `http://localhost:${routingPorts[name]}/graphql`;
}

export function isSubgraphName(text: string): text is SubgraphName {
  return subgraphNames.some((name) => name === text);
}

/** A path as a person at the repository's root would type it. */
export function fromRoot(file: string): string {
  return path.relative(repositoryRoot, file);
}
