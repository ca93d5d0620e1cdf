import type { GraphQLSchema } from "graphql";
import type { Engine } from "../../engine/engine";

/**
 * What is read from a supergraph, for the schema of each generation: the API schema has no directives left.
 * Call it before anything else listens to reloads, so that no operation meets a schema of which nothing is known yet.
 */
export function perGeneration<Reading>(
  engine: Engine,
  supergraphSdl: string,
  read: (supergraphSdl: string) => Reading,
): (schema: GraphQLSchema) => Reading {
  const bySchema = new WeakMap<GraphQLSchema, Reading>();
  bySchema.set(engine.schema, read(supergraphSdl));
  engine.onReload((schema, sdl) => bySchema.set(schema, read(sdl)));
  return (schema) => {
    const reading = bySchema.get(schema);
    if (reading === undefined) throw new Error("A schema was used that no supergraph had.");
    return reading;
  };
}
