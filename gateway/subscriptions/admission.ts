import { createHash } from "node:crypto";
import {
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ParseOptions,
  type ValidationRule,
} from "graphql";
import { createBoundedMap, type BoundedMap } from "../engine/boundedMap";

const DOCUMENTS_KEPT = 1_000;

/** A document that was parsed and is valid, or what is wrong with it. */
export type Admitted =
  | { readonly document: DocumentNode; readonly queryHash: string }
  | { readonly errors: readonly GraphQLError[] };

/** Parses and validates a document's text, with the same rules as Apollo Server has on the HTTP lane. */
export type Admit = (schema: GraphQLSchema, source: string) => Admitted;

export interface AdmissionOptions {
  readonly parseOptions: ParseOptions;
  readonly rules: readonly ValidationRule[];
}

/** Admission with a memory of what it admitted, per schema. */
export function createAdmission({ parseOptions, rules }: AdmissionOptions): Admit {
  const admitted = new WeakMap<GraphQLSchema, BoundedMap<string, DocumentNode>>();
  const allRules = [...specifiedRules, ...rules];

  return (schema, source) => {
    let documents = admitted.get(schema);
    if (!documents) {
      documents = createBoundedMap(DOCUMENTS_KEPT);
      admitted.set(schema, documents);
    }
    const queryHash = createHash("sha256").update(source).digest("hex");
    const known = documents.get(queryHash);
    if (known) return { document: known, queryHash };
    const result = check(schema, source);
    if (!("document" in result)) return result;
    documents.set(queryHash, result.document);
    return { document: result.document, queryHash };
  };

  function check(schema: GraphQLSchema, source: string) {
    let document: DocumentNode;
    try {
      document = parse(source, parseOptions);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { errors: [withCode(error, "GRAPHQL_PARSE_FAILED")] };
    }
    const errors = validate(schema, document, allRules);
    if (errors.length === 0) return { document };
    return { errors: errors.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED")) };
  }
}

/** The codes Apollo Server gives, so that both lanes mask alike. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    ...(error.source ? { source: error.source } : {}),
    ...(error.positions ? { positions: error.positions } : {}),
    originalError: error.originalError ?? error,
    extensions: { code },
  });
}
