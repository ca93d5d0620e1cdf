import { Refusal, Refusals, type UserErrorCode } from "../errors";

/** A refusal as it is kept. */
export interface StoredRefusal {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly path: readonly string[] | null;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a piece of work answered: kept beside its effect, so that a repeat gets the very same answer. */
export type StoredOutcome =
  | { readonly ok: unknown }
  | { readonly refusals: readonly StoredRefusal[] };

/** An answer to keep. It must be plain JSON: a Date would come back as text. */
export function successOf(result: unknown): StoredOutcome {
  return { ok: result ?? null };
}

export function storeRefusals(refusals: readonly Refusal[]): readonly StoredRefusal[] {
  return refusals.map(({ code, message, path, type, data }) => ({
    code,
    message,
    path,
    type,
    data,
  }));
}

/** The refusals an error stands for, or null when it is trouble and not an answer. */
export function refusalsOf(error: unknown): readonly StoredRefusal[] | null {
  if (error instanceof Refusal) return storeRefusals([error]);
  return error instanceof Refusals ? storeRefusals(error.refusals) : null;
}

/**
 * The refusals worth keeping as an answer; null when there are none. Malformed input is not kept: it says nothing about
 * the state, and whoever sent it will correct it.
 */
export function keptRefusals(error: unknown): readonly StoredRefusal[] | null {
  const refusals = refusalsOf(error);
  return refusals?.every((refusal) => refusal.code !== "INVALID_INPUT") === true ? refusals : null;
}

/** The error that kept refusals stand for: what was thrown, thrown again. */
export function refusalError(stored: readonly StoredRefusal[]): Refusal | Refusals {
  const refusals = stored.map(
    ({ code, message, path, type, data }) =>
      new Refusal(code, message, { type, data, ...(path ? { path } : {}) }),
  );
  const [only, ...others] = refusals;
  return only && others.length === 0 ? only : new Refusals(refusals);
}

/** Answers again what was kept: returns the result or throws the refusals. */
export function replay<Result>(outcome: StoredOutcome): Result {
  if ("refusals" in outcome) throw refusalError(outcome.refusals);
  // Written by the same operation under the same key, so it has the same type.
  return outcome.ok as Result;
}
