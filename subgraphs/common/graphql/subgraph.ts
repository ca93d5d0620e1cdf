import "reflect-metadata";
import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  isObjectType,
  parse,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from "graphql";
import { buildSchemaSync, createResolversMap, type NonEmptyArray, type PubSub } from "type-graphql";
import type { ServiceName } from "../serviceNames";
import { guarded, readRules } from "./guards";
import { printSdl } from "./printSdl";
import { checkRepresentationCount, guardedReference, type ReferenceResolver } from "./references";
import { refusableMutations, refusalsAsData, refusalsAsFaults } from "./refusals";
import type { RequestContext } from "./requestContext";
import { DateTimeScalar } from "./types/scalars";
import { GeneralError, UserError } from "./types/userError.type";

// type-graphql types its class lists as Function; the alias keeps the lint rule's exception in one place.
type ClassReference = abstract new (...args: never[]) => object;

export interface SubgraphOptions<Context extends RequestContext> {
  readonly name: ServiceName;
  readonly resolvers: readonly ClassReference[];
  /** Types no field names directly: subtypes of `UserError`, mostly. */
  readonly orphanedTypes?: readonly ClassReference[];
  /** One resolver for each `@key` type this subgraph can resolve. */
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
  /** Extensions that carry directives of enums, unions and scalars. */
  readonly extraSdl?: string;
}

export interface Subgraph {
  /** The SDL to be composed: sorted, with directives. */
  readonly sdl: string;
  /** The executable schema, `_entities` and `_service` included, with all guards in place. */
  readonly schema: GraphQLSchema;
}

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;
type FieldEntry = Resolver | { subscribe: Resolver; resolve?: Resolver };

const noPubSub: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error("A subscription must name its source in `subscribe`.");
  },
};

/**
 * Builds a federation subgraph from type-graphql classes. The directives of its own SDL are the only place where
 * rights stand: guards are read from there. Refusals of mutations become `userErrors`.
 */
export function buildSubgraph<Context extends RequestContext>(
  options: SubgraphOptions<Context>,
): Subgraph {
  const classSchema = buildSchemaSync({
    resolvers: [...options.resolvers] as unknown as NonEmptyArray<Function>,
    orphanedTypes: [UserError, GeneralError, ...(options.orphanedTypes ?? [])] as Function[],
    // `value` and `target` would echo a refused password back.
    validate: { validationError: { target: false, value: false } },
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    // type-graphql builds no subscription without one, although ours bring their own sources.
    pubSub: noPubSub,
    // Federation directives are unknown to graphql-js; composition is the authority on them.
    skipCheck: true,
  });
  const sdl = printSdl(classSchema, options.extraSdl);
  const typeDefs = parse(sdl);
  const rules = readRules(typeDefs);
  const resolvers = createResolversMap(classSchema) as Record<string, Record<string, FieldEntry>>;

  const mutations = resolvers["Mutation"] ?? {};
  for (const name of refusableMutations(classSchema)) {
    const resolve = mutations[name];
    if (typeof resolve === "function") mutations[name] = refusalsAsData(resolve);
  }
  for (const type of Object.values(classSchema.getTypeMap())) {
    const fields = isObjectType(type) ? resolvers[type.name] : undefined;
    if (!isObjectType(type) || !fields) continue;
    for (const field of Object.values(type.getFields())) {
      const entry = fields[field.name];
      if (entry) fields[field.name] = secured(type.name, field, entry, rules);
    }
  }
  guardPlainFields(resolvers, rules);
  for (const [typeName, resolve] of Object.entries(options.references)) {
    const fields = (resolvers[typeName] ??= {});
    fields["__resolveReference"] = guardedReference(
      resolve,
      rules.get(typeName),
    ) as unknown as Resolver;
  }
  const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers as never });
  limitRepresentations(schema);
  return { sdl, schema };
}

function secured(
  typeName: string,
  field: GraphQLField<unknown, unknown>,
  entry: FieldEntry,
  rules: ReturnType<typeof readRules>,
): FieldEntry {
  const rule = rules.get(`${typeName}.${field.name}`);
  const guard = (resolve: Resolver): Resolver => (rule ? guarded(rule, resolve) : resolve);
  if (typeof entry !== "function")
    return { ...entry, subscribe: guard(refusalsAsFaults(entry.subscribe)) };
  // Only arguments can be invalid, and a promise more on every plain field would be felt. Mutations with `userErrors`
  // have answered their refusals already; what is left are those of services, where one is a fault.
  const mayRefuse = typeName === "Query" || field.args.length > 0;
  return guard(mayRefuse ? refusalsAsFaults(entry) : entry);
}

/** Fields without a resolver of their own read a property; a rule on such a field needs one. */
function guardPlainFields(
  resolvers: Record<string, Record<string, FieldEntry>>,
  rules: ReturnType<typeof readRules>,
): void {
  for (const [name, rule] of rules) {
    const [typeName, fieldName] = name.split(".");
    if (typeName === undefined || fieldName === undefined) continue;
    const fields = (resolvers[typeName] ??= {});
    fields[fieldName] ??= guarded(rule, (source) => (source as Record<string, unknown>)[fieldName]);
  }
}

function limitRepresentations(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()["_entities"];
  const resolve = field?.resolve;
  if (!field || !resolve) return;
  field.resolve = (source, args: { representations: readonly unknown[] }, context, info) => {
    checkRepresentationCount(args.representations);
    return resolve(source, args, context, info);
  };
}
