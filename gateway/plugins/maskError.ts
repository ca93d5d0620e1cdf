import { Fault, faultCodes, type FaultCode } from "@micro-shop/common/errors";
import { GraphQLError, Kind, type GraphQLFormattedError } from "graphql";

export interface MaskOptions {
  readonly requestId: string;
  /** Strip "Did you mean …", by which a schema can be learned although introspection is off. */
  readonly hideSuggestions: boolean;
}

/** What is wrong with a request itself; the text is graphql-js's or Apollo Server's and speaks of the client's own document. */
const documentErrorCodes = new Set([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
]);

/** Part of the persisted query protocol: clients read code and text and send the document. */
const protocolCodes = new Set(["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"]);

/** Faults a client can do something about; the subgraph's own text says what. Others get the registry's text. */
const actionableCodes = new Set<FaultCode>([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "BAD_REQUEST",
  "NOT_FOUND",
  "LIMIT_EXCEEDED",
  "RATE_LIMITED",
]);

interface SafeError {
  readonly code: string;
  readonly message: string;
  /** Locations are kept where they point into the client's document. */
  readonly inDocument?: boolean;
}

/**
 * What a client may know of an error: a registered code, a safe message, the path and the request id.
 * Everything else (stack, cause, subgraph, URL) stays behind; unknown errors are INTERNAL.
 */
export function maskError(error: unknown, options: MaskOptions): GraphQLFormattedError {
  const safe = safeError(error, options);
  const { locations, path } = error instanceof GraphQLError ? error : {};
  return {
    message: safe.message,
    ...(safe.inDocument && locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { code: safe.code, requestId: options.requestId },
  };
}

function safeError(error: unknown, { hideSuggestions }: MaskOptions): SafeError {
  const fault = faultIn(error);
  if (fault) return { code: fault.code, message: fault.message };
  if (!(error instanceof GraphQLError)) return registered("INTERNAL");
  const { code, serviceName, http } = error.extensions;
  if (serviceName !== undefined) return subgraphError(code, error.message);
  if (typeof code === "string" && protocolCodes.has(code)) return { code, message: error.message };
  if (isVariableError(error)) {
    return { code: "BAD_REQUEST", message: withoutValue(error.message), inDocument: true };
  }
  // Apollo Server's refusals of a malformed persisted query have a status and no code.
  if (code === undefined && isClientFault(http)) {
    return { code: "BAD_REQUEST", message: error.message };
  }
  if (typeof code !== "string" || !documentErrorCodes.has(code)) return registered("INTERNAL");
  if (isParserLimit(error.message)) return registered("LIMIT_EXCEEDED");
  const message = hideSuggestions ? withoutSuggestion(error.message) : error.message;
  return { code: "BAD_REQUEST", message, inDocument: true };
}

function subgraphError(code: unknown, message: string): SafeError {
  if (!isFaultCode(code)) return registered("INTERNAL");
  return actionableCodes.has(code) ? { code, message } : registered(code);
}

function registered(code: FaultCode): SafeError {
  return { code, message: faultCodes[code].message };
}

function isFaultCode(code: unknown): code is FaultCode {
  return typeof code === "string" && Object.hasOwn(faultCodes, code);
}

/** The fault an error was made from, through any number of wrappers. */
export function faultIn(error: unknown): Fault | undefined {
  const seen = new Set<unknown>();
  let current = error;
  while (current instanceof Error && !seen.has(current)) {
    if (current instanceof Fault) return current;
    seen.add(current);
    current = current instanceof GraphQLError ? current.originalError : current.cause;
  }
  return undefined;
}

function isClientFault(http: unknown): boolean {
  const status = typeof http === "object" && http !== null && "status" in http ? http.status : 0;
  return typeof status === "number" && status >= 400 && status < 500;
}

function isVariableError(error: GraphQLError): boolean {
  return error.nodes?.length === 1 && error.nodes[0]?.kind === Kind.VARIABLE_DEFINITION;
}

/** graphql-js quotes the bad value, which may be a password: keep the variable, the place in it and the reason. */
function withoutValue(message: string): string {
  const quoting =
    /^(Variable "\$\w+") got invalid value ([\s\S]*); ((?:Field|Expected|Value|Exactly|Enum|\w+ cannot) [\s\S]*)$/;
  const match = quoting.exec(message);
  if (!match) {
    return message.includes("got invalid value") ? faultCodes.BAD_REQUEST.message : message;
  }
  const [, variable, quoted = "", reason = ""] = match;
  const [place] = / at "[^"]*"$/.exec(quoted) ?? [""];
  const withoutQuote = reason.replace(/( cannot represent [^:]*):[\s\S]*$/, "$1.");
  return `${variable} got an invalid value${place}; ${withoutQuote}`;
}

function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean [\s\S]*\?$/, "");
}

/** graphql-js stops at too many tokens, and at fragments that would take it too long to compare; only the text tells. */
function isParserLimit(message: string): boolean {
  return (
    /^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message) ||
    message === "Validation aborted."
  );
}
