import { readAtMost } from "@micro-shop/common/server/readAtMost";
import type { Dispatcher } from "undici";
import { replyFault, statusFault } from "./subgraphFault";

/** A GraphQL reply, as far as it was checked. */
export interface SubgraphReply {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly ReplyError[];
  readonly extensions?: Record<string, unknown>;
}

/** Its message is checked; the rest is what the subgraph says. */
export interface ReplyError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Record<string, unknown>;
}

export interface ReplyLimits {
  readonly subgraph: string;
  readonly maxBytes: number;
}

/**
 * Reads a reply, no further than `maxBytes`. A GraphQL error reply counts whatever its status, because subgraphs
 * send faults that way; any other status than 2xx, and anything that is no GraphQL reply, is a Fault.
 */
export async function readReply(
  { statusCode, body }: Pick<Dispatcher.ResponseData, "statusCode" | "body">,
  { subgraph, maxBytes }: ReplyLimits,
): Promise<SubgraphReply> {
  const bytes = await readAtMost(body, maxBytes);
  if (!bytes) throw replyFault(subgraph, `with more than ${maxBytes} bytes`);
  const succeeded = statusCode >= 200 && statusCode < 300;
  const reply = parseReply(bytes.toString("utf8"));
  if (!reply || (!succeeded && !reply.errors?.length)) {
    throw succeeded
      ? replyFault(subgraph, "what is no GraphQL reply")
      : statusFault(subgraph, statusCode);
  }
  return reply;
}

function parseReply(text: string): SubgraphReply | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The caller says what the broken reply means, with the status it came with.
    return null;
  }
  if (!isObject(value)) return null;
  const { data, errors, extensions } = value;
  if (data !== undefined && data !== null && !isObject(data)) return null;
  if (errors !== undefined && !isErrorList(errors)) return null;
  if (data === undefined && errors === undefined) return null;
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined ? {} : { errors }),
    ...(isObject(extensions) ? { extensions } : {}),
  };
}

function isErrorList(value: unknown): value is ReplyError[] {
  return (
    Array.isArray(value) &&
    value.every((error) => isObject(error) && typeof error["message"] === "string")
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
