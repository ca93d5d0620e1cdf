/** The header by which a browser lets a page of another origin read an answer. */
export const ALLOWED_ORIGIN = "access-control-allow-origin";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly HttpError[];
  readonly text: string;
}

export interface HttpError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly requestId: string };
}

export interface HttpRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Posts an operation. */
export async function post(
  url: string,
  request: HttpRequest | string,
  headers: Readonly<Record<string, string>> = {},
  signal: AbortSignal | null = null,
): Promise<HttpAnswer> {
  const body = JSON.stringify(typeof request === "string" ? { query: request } : request);
  return send(`${url}/graphql`, {
    method: "POST",
    body,
    signal,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** Asks, as a browser does for a page of another origin, whether it may post an operation. */
export function preflight(url: string, origin: string): Promise<HttpAnswer> {
  return send(`${url}/graphql`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });
}

/** Sends anything and reads a GraphQL answer from what comes back. */
export async function send(url: string, init: RequestInit): Promise<HttpAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const { data, errors = [] } = text.startsWith("{") ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, data, errors, text };
}

export function codesOf({ errors }: { readonly errors: readonly HttpError[] }): string[] {
  return errors.map(({ extensions }) => extensions.code);
}
