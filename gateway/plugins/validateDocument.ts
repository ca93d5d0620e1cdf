import {
  GraphQLError,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from "graphql";

/** The errors of a document; none when it may run. */
export type ValidateDocument = (
  schema: GraphQLSchema,
  document: DocumentNode,
) => readonly GraphQLError[];

export interface ValidationRules {
  /** Checked first, alone: they are cheap, and keep the others from being expensive. */
  readonly limits: readonly ValidationRule[];
  /** Checked with the rules of the GraphQL specification. */
  readonly further: readonly ValidationRule[];
}

/** Validation of both lanes, with a memory: the same document object is checked once per schema. */
export function createValidation({ limits, further }: ValidationRules): ValidateDocument {
  const checked = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, readonly GraphQLError[]>>();
  const rules = [...specifiedRules, ...further];

  return (schema, document) => {
    let documents = checked.get(schema);
    if (!documents) {
      documents = new WeakMap();
      checked.set(schema, documents);
    }
    let errors = documents.get(document);
    if (!errors) {
      errors = check(schema, document).map(asValidationError);
      documents.set(document, errors);
    }
    return errors;
  };

  function check(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
    const beyond = validate(schema, document, limits);
    if (beyond.length > 0) return beyond;
    try {
      return validate(schema, document, rules);
    } catch (error) {
      // graphql-js's rule for subscriptions throws when their root field depends on a variable.
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }
}

/** The code by which masking knows that the text speaks of the client's own document. */
function asValidationError(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    originalError: error.originalError ?? error,
    extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
  });
}
