/**
 * Anything that carries the text of one operation and the types of its result and variables: our own generated
 * documents, and those of any generator that follows the TypedDocumentNode convention.
 */
export interface TypedDocument<Result, Variables> {
  /** Carries the types only; never set. */
  readonly __apiType?: (variables: Variables) => Result;
}

/** A generated operation: its text, typed. */
export class TypedDocumentString<Result, Variables> implements TypedDocument<Result, Variables> {
  declare readonly __apiType?: (variables: Variables) => Result;

  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** A parsed document as graphql-tag and others make it; the parser keeps the text it read. */
interface ParsedDocument {
  readonly loc?: { readonly source?: { readonly body?: unknown } };
}

/**
 * The text to send. Takes a generated document, a plain string, a String object or a parsed document that still knows
 * its source; for a parsed document without one, send `print(document)` of graphql-js instead. Throws TypeError.
 */
export function documentText<Result, Variables>(
  document: TypedDocument<Result, Variables> | string,
): string {
  if (typeof document === "string") return document;
  if (document instanceof TypedDocumentString) return document.text;
  if (document instanceof String) return document.toString();
  const source = (document as ParsedDocument).loc?.source?.body;
  if (typeof source === "string") return source;
  throw new TypeError("This document does not carry its text: pass `print(document)` instead.");
}

const COMMENTS_AND_SPACE = /^(?:[\s,\uFEFF]|#[^\n\r]*)+/;

/**
 * Whether sending the text twice can change nothing. A text that starts with a fragment counts as not safe: finding
 * its operation would need a parser.
 */
export function isQuery(text: string): boolean {
  return /^(?:query\b|\{)/.test(text.replace(COMMENTS_AND_SPACE, ""));
}
