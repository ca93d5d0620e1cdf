import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { databaseFault } from "../database/errors";
import { Fault, faultCodes } from "../errors";

/** Codes graphql-js and Apollo Server give to documents they refuse; their messages name only the document's own words. */
const documentErrorCodes = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
  "OPERATION_RESOLUTION_FAILURE",
]);

/** Whether an error is one a client caused; everything else is logged, and masked unless it is a Fault. */
export function isExpected(error: unknown): boolean {
  const original = originalOf(error);
  if (original instanceof Fault) return original.httpStatus < 500;
  return isDocumentError(original);
}

/**
 * What leaves the process of an error: code, safe message, path and request id.
 * Never SQL, a stack, a URL or another service's name.
 */
export function maskError(error: unknown, requestId?: string): GraphQLFormattedError {
  const original = originalOf(error);
  const place = error instanceof GraphQLError ? error : undefined;
  const { code, message } = publicPart(original);
  return {
    message,
    ...(place?.locations ? { locations: place.locations } : {}),
    ...(place?.path ? { path: place.path } : {}),
    extensions: { code, ...(requestId === undefined ? {} : { requestId }) },
  };
}

/** What a resolver threw; a lost or busy database is a service that is away, not a mistake of ours. */
export function originalOf(error: unknown): unknown {
  // A scalar's refusal is wrapped twice: by its variable's or argument's error, and by the value's.
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  if (inner instanceof Fault) return inner;
  const original = unwrapResolverError(error);
  return databaseFault(original) ?? original;
}

function publicPart(error: unknown): { code: string; message: string } {
  if (error instanceof Fault) return { code: error.code, message: error.message };
  if (isDocumentError(error)) {
    return { code: codeOf(error) ?? "BAD_REQUEST", message: error.message };
  }
  return { code: "INTERNAL", message: faultCodes.INTERNAL.message };
}

function isDocumentError(error: unknown): error is GraphQLError {
  if (!(error instanceof GraphQLError) || error.originalError) return false;
  const code = codeOf(error);
  // Coercion of a variable or argument has no code before Apollo Server gave it one.
  return code === null ? error.path === undefined : documentErrorCodes.has(code);
}

function codeOf(error: GraphQLError): string | null {
  const code = error.extensions["code"];
  return typeof code === "string" ? code : null;
}
