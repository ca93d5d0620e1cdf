/** One entry of a GraphQL answer's `errors`. */
export interface RequestProblem {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** What all errors of the SDK share. Refusals such as INSUFFICIENT_STOCK are values (`userErrors`), never thrown. */
export abstract class ShopError extends Error {
  /** The server's name for the request, to be quoted to support; null when no answer came. */
  readonly requestId: string | null;

  constructor(message: string, options: ShopErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.requestId = options.requestId ?? null;
  }
}

export interface ShopErrorOptions {
  readonly requestId?: string | null;
  readonly cause?: unknown;
}

/** No usable answer came: offline, connection lost, a proxy's error page. */
export class NetworkError extends ShopError {
  override readonly name = "NetworkError";
}

/** No answer came within the call's `timeoutMs`. Whether a mutation took effect is unknown. */
export class TimeoutError extends ShopError {
  override readonly name = "TimeoutError";
}

/** Nobody is signed in, or the session has ended and could not be renewed: show the login form. */
export class AuthError extends ShopError {
  override readonly name = "AuthError";
}

/** Too many requests; worth trying again after `retryAfterMs`. */
export class RateLimitedError extends ShopError {
  override readonly name = "RateLimitedError";

  constructor(
    message: string,
    readonly retryAfterMs: number,
    options: ShopErrorOptions = {},
  ) {
    super(message, options);
  }
}

/** The server answered with top-level errors: no permission, malformed, over a limit, or a fault of its own. */
export class RequestError extends ShopError {
  override readonly name = "RequestError";
  /** `extensions.code` of the first error, for example FORBIDDEN; UNKNOWN when it has none. */
  readonly code: string;

  constructor(
    readonly errors: readonly RequestProblem[],
    /** What the server could answer in spite of the errors; null when nothing. */
    readonly partialData: unknown = null,
    options: ShopErrorOptions = {},
  ) {
    super(errors.map((error) => error.message).join(" ") || "The request failed.", options);
    this.code = codesOf(errors)[0] ?? "UNKNOWN";
  }
}

/** The `extensions.code` of each error that has one. */
export function codesOf(errors: readonly RequestProblem[]): string[] {
  return errors.flatMap(({ extensions }) =>
    typeof extensions?.["code"] === "string" ? [extensions["code"]] : [],
  );
}

export interface AnswerFacts {
  readonly partialData?: unknown;
  readonly requestId?: string | null;
  readonly retryAfterMs?: number;
}

/** The one place where an answer's `errors` become an error of this SDK. */
export function errorOf(errors: readonly RequestProblem[], facts: AnswerFacts = {}): ShopError {
  const codes = codesOf(errors);
  const message = errors[0]?.message ?? "The request failed.";
  const options = { requestId: facts.requestId ?? requestIdOf(errors) };
  if (codes.includes("UNAUTHENTICATED")) return new AuthError(message, options);
  if (codes.includes("RATE_LIMITED")) {
    return new RateLimitedError(message, facts.retryAfterMs ?? 0, options);
  }
  return new RequestError(errors, facts.partialData ?? null, options);
}

function requestIdOf(errors: readonly RequestProblem[]): string | null {
  const ids = errors.map(({ extensions }) => extensions?.["requestId"]);
  return ids.find((id) => typeof id === "string") ?? null;
}
