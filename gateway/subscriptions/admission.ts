import { createHash } from "node:crypto";
import { GraphQLError, parse, type DocumentNode, type GraphQLSchema } from "graphql";
import { createBoundedMap, type BoundedMap } from "../engine/boundedMap";
import type { OperationRules } from "../plugins/operationRules";

const DOCUMENTS_KEPT = 1_000;

/** A document that was parsed and is valid, or what is wrong with it. */
export type Admitted =
  | { readonly document: DocumentNode; readonly queryHash: string }
  | { readonly errors: readonly GraphQLError[] };

/** Parses and validates a document's text, by the rules of the HTTP lane. */
export type Admit = (schema: GraphQLSchema, source: string) => Admitted;

/** Admission with a memory of what it parsed, per schema. */
export function createAdmission({ parseOptions, validateDocument }: OperationRules): Admit {
  const parsed = new WeakMap<GraphQLSchema, BoundedMap<string, DocumentNode>>();

  return (schema, source) => {
    let documents = parsed.get(schema);
    if (!documents) {
      documents = createBoundedMap(DOCUMENTS_KEPT);
      parsed.set(schema, documents);
    }
    const queryHash = createHash("sha256").update(source).digest("hex");
    try {
      const document = documents.get(queryHash) ?? parse(source, parseOptions);
      documents.set(queryHash, document);
      const errors = validateDocument(schema, document);
      return errors.length > 0 ? { errors } : { document, queryHash };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { errors: [asSyntaxError(error)] };
    }
  };
}

/** The code Apollo Server gives, so that both lanes mask alike. */
function asSyntaxError(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.source ? { source: error.source } : {}),
    ...(error.positions ? { positions: error.positions } : {}),
    originalError: error,
    extensions: { code: "GRAPHQL_PARSE_FAILED" },
  });
}
