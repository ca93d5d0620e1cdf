import type { GraphQLSchema } from "graphql";
import type { Engine } from "../../engine/engine";
import { fieldsTagged } from "../../engine/supergraphSdl";
import type { SensitiveFields } from "./maxSensitiveFields";

const none: ReadonlySet<string> = new Set();

/** The fields with a tag, for the schema of each generation. Call before anything else listens to reloads. */
export function taggedFields(engine: Engine, supergraphSdl: string, tag: string): SensitiveFields {
  const bySchema = new WeakMap<GraphQLSchema, ReadonlySet<string>>();
  bySchema.set(engine.schema, fieldsTagged(supergraphSdl, tag));
  engine.onReload((schema, sdl) => bySchema.set(schema, fieldsTagged(sdl, tag)));
  return (schema) => bySchema.get(schema) ?? none;
}
