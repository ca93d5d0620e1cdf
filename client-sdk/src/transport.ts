import { reasonOf } from "./abort";
import { errorOf, NetworkError, RateLimitedError, ShopError, type RequestProblem } from "./errors";

/** The part of `fetch` the SDK uses; any implementation that has it will do. */
export type Fetch = (
  url: string,
  init: {
    readonly method: "POST";
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly signal: AbortSignal;
  },
) => Promise<FetchAnswer>;

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface Transport {
  readonly url: string;
  readonly fetch: Fetch;
}

export interface Message {
  readonly text: string;
  readonly variables: unknown;
  readonly accessToken: string | null;
}

/** The body of a GraphQL answer. */
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly RequestProblem[];
}

/** Sends one operation once and returns its `data`. Throws the errors of `errors.ts`, or the signal's reason when it aborts. */
export async function exchange(
  transport: Transport,
  message: Message,
  signal: AbortSignal,
): Promise<unknown> {
  const headers: Record<string, string> = {
    accept: "application/graphql-response+json, application/json",
    "content-type": "application/json",
  };
  if (message.accessToken !== null) headers["authorization"] = `Bearer ${message.accessToken}`;
  const body = JSON.stringify({ query: message.text, variables: message.variables ?? {} });
  try {
    const answer = await transport.fetch(transport.url, { method: "POST", headers, body, signal });
    return dataOf(answer, await answer.text());
  } catch (error) {
    if (signal.aborted) throw reasonOf(signal);
    if (error instanceof ShopError) throw error;
    throw new NetworkError("The shop cannot be reached.", { cause: error });
  }
}

function dataOf(answer: FetchAnswer, text: string): unknown {
  const requestId = answer.headers.get("x-request-id");
  const retryAfterMs = retryAfter(answer.headers.get("retry-after"));
  const { data, errors } = parseAnswer(text);
  if (errors !== undefined && errors.length > 0) {
    throw errorOf(errors, { partialData: data, requestId, retryAfterMs });
  }
  if (data !== undefined && data !== null) return data;
  if (answer.status === 429) {
    throw new RateLimitedError("Too many requests.", retryAfterMs, { requestId });
  }
  throw new NetworkError(`The answer (HTTP ${answer.status}) is not one of the shop.`, {
    requestId,
  });
}

/** A body that is not JSON (a proxy's page) has neither data nor errors. */
function parseAnswer(text: string): Answer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** `Retry-After` as seconds or as an HTTP date (RFC 9110, 10.2.3), in milliseconds from now. */
function retryAfter(value: string | null): number {
  if (value === null) return 0;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : 0;
}
