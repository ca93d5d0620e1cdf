import type { GraphQLFormattedError } from "graphql";
import { maskError } from "./maskError";
import { reportError } from "./reportError";
import { currentScope, type RequestScope } from "./requestScope";

/** Errors of one answer that are shown; the rest repeats them in nearly all cases. */
const ERRORS_SHOWN = 5;

export interface FormatOptions {
  readonly hideSuggestions: boolean;
}

/** Reports an error and answers what the client may see of it. */
export function formatError(
  error: unknown,
  scope: RequestScope,
  { hideSuggestions }: FormatOptions,
): GraphQLFormattedError {
  const masked = maskError(error, { requestId: scope.requestId, hideSuggestions });
  reportError(scope, error, String(masked.extensions?.["code"]));
  return masked;
}

/** Errors of an answer, bounded, as the client may see them. */
export function formatErrors(
  errors: readonly unknown[],
  scope: RequestScope,
  options: FormatOptions,
): readonly GraphQLFormattedError[] {
  return boundErrors(errors.map((error) => formatError(error, scope, options)));
}

/** The errors an answer shows: the first ones, or that a limit was met and nothing beside it. */
export function boundErrors(
  errors: readonly GraphQLFormattedError[],
): readonly GraphQLFormattedError[] {
  const limitMet = errors.find(({ extensions }) => extensions?.["code"] === "LIMIT_EXCEEDED");
  return limitMet ? [limitMet] : errors.slice(0, ERRORS_SHOWN);
}

/** `formatError` for Apollo Server, which calls it within the request's scope. */
export function serverErrorFormatter(options: FormatOptions) {
  return (_formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const scope = currentScope();
    if (!scope) return maskError(error, { requestId: "", ...options });
    return formatError(error, scope, options);
  };
}
