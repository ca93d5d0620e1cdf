import { contractOperation } from "../../support/contractOperations";

/** What a client knows after a request. */
export type Answer<Data> =
  | { readonly data: Data; readonly unknown: null }
  /** The outcome is not known: TIMEOUT, UNAVAILABLE, or the way to the gateway broke. */
  | { readonly data: null; readonly unknown: string };

/** The gateway answers within 5 s; a client waits a little longer. */
const TIMEOUT_MS = 8_000;

/** Codes that say "ask again"; every other top-level error is a fault of the mall. */
const openCodes = new Set(["TIMEOUT", "UNAVAILABLE"]);

export class WrongAnswer extends Error {}

/**
 * Sends an operation of the contract (or a text) as a user, once. Throws a WrongAnswer for an error that no fault of a
 * single process excuses.
 */
export async function ask<Data>(
  { url, token }: { readonly url: string; readonly token: string },
  operation: string,
  variables: object,
): Promise<Answer<Data>> {
  const query = operation.includes("{") ? operation : contractOperation(operation);
  let reply: { data?: Data | null; errors?: { extensions?: { code?: string } }[] };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    reply = (await response.json()) as typeof reply;
  } catch (error) {
    return { data: null, unknown: `no answer (${error instanceof Error ? error.name : "error"})` };
  }
  const code = reply.errors?.[0]?.extensions?.code;
  if (reply.errors?.length) {
    if (code !== undefined && openCodes.has(code)) return { data: null, unknown: code };
    throw new WrongAnswer(`${operation.slice(0, 40)} was answered ${JSON.stringify(reply)}`);
  }
  if (!reply.data) throw new WrongAnswer(`${operation.slice(0, 40)} was answered without data.`);
  return { data: reply.data, unknown: null };
}
