import { and, eq } from "drizzle-orm";
import { createHash } from "node:crypto";
import { canonicalJson } from "../canonicalJson";
import { clock } from "../clock";
import { isDuplicateKey } from "../database/errors";
import { insertStatement } from "../database/insertStatement";
import type { Database, Transaction } from "../database/pool";
import { inTransaction } from "../database/transaction";
import { refuse } from "../errors";
import { keptRefusals, replay, successOf, type StoredOutcome } from "./outcome";
import { idempotency } from "./tables";

const MAX_KEY_LENGTH = 255;

/** A request that must take effect at most once. */
export interface IdempotentRequest {
  /** Keys of different users never meet. */
  readonly userId: string;
  /** Name of the mutation; keys of different mutations never meet either. */
  readonly operation: string;
  /** What the client sent: 1–255 characters. */
  readonly key: string;
  /** The input without the key, as JSON. */
  readonly input: unknown;
}

export interface IdempotentResult<Result> {
  readonly result: Result;
  /** True when an earlier request with this key did the work. */
  readonly isReplay: boolean;
}

/** The key has an answer already. Ends the transaction; never leaves this file. */
class KeyAnswered extends Error {}

/**
 * Does the work of a request once, in one transaction with the row that remembers its answer. A repeat gets the same
 * result or the same refusal; one that comes while the first is under way waits for it. Malformed input (INVALID_INPUT)
 * and faults are not remembered; the rest is for a year. Another input under a used key is refused with IDEMPOTENCY_KEY_REUSED.
 * Costs two statements beside the work's own.
 * @param work answers plain JSON. It may run several times, so it must have no effect outside the transaction.
 */
export async function runOnce<Result>(
  database: Database,
  request: IdempotentRequest,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<IdempotentResult<Result>> {
  return answer(database, request, async (transaction) => {
    // The row comes first: its lock makes others with the same key wait, so that the work never runs twice at once.
    if (!(await insertRow(transaction, request, null))) throw new KeyAnswered();
    const result = await work(transaction);
    const outcome = successOf(result);
    await transaction.update(idempotency).set({ result: outcome }).where(isRowOf(request));
    return result;
  });
}

/**
 * `runOnce` for work whose result is known beforehand, e.g. the id of what it makes: one statement beside the work's own.
 */
export async function runOnceYielding<Result>(
  database: Database,
  request: IdempotentRequest,
  result: Result,
  work: (transaction: Transaction) => Promise<void>,
): Promise<IdempotentResult<Result>> {
  return answer(database, request, async (transaction) => {
    if (!(await insertRow(transaction, request, successOf(result)))) throw new KeyAnswered();
    await work(transaction);
    return result;
  });
}

async function answer<Result>(
  database: Database,
  request: IdempotentRequest,
  attempt: (transaction: Transaction) => Promise<Result>,
): Promise<IdempotentResult<Result>> {
  const { length } = request.key;
  if (length < 1 || length > MAX_KEY_LENGTH) {
    refuse("INVALID_INPUT", `The idempotency key must have 1 to ${MAX_KEY_LENGTH} characters.`, {
      path: ["input", "idempotencyKey"],
    });
  }
  try {
    return { result: await inTransaction(database, attempt), isReplay: false };
  } catch (error) {
    return { result: replay<Result>(await settle(database, request, error)), isReplay: true };
  }
}

/**
 * The answer that stands after an attempt failed: the refusal it ended with, or what another request (or this one, when
 * the connection broke at COMMIT) has left under the key. Throws the error when there is none.
 */
async function settle(
  database: Database,
  request: IdempotentRequest,
  error: unknown,
): Promise<StoredOutcome> {
  const refusals = keptRefusals(error);
  if (refusals && (await keep(database, request, { refusals }))) return { refusals };
  // When reading fails too, the first failure is the one that tells, unless it only says that there is something to read; a
  // repeat finds out what stands.
  const rows = await database.drizzle
    .select({ requestHash: idempotency.requestHash, result: idempotency.result })
    .from(idempotency)
    .where(isRowOf(request))
    .catch((readError: unknown): never => {
      throw error instanceof KeyAnswered ? readError : error;
    });
  const [row] = rows;
  if (!row?.result) throw error;
  if (row.requestHash !== hashInput(request.input)) {
    refuse("IDEMPOTENCY_KEY_REUSED", "This idempotency key was already used with another input.", {
      path: ["input", "idempotencyKey"],
    });
  }
  return row.result;
}

/** Makes an outcome the answer, unless the key has one. */
function keep(
  database: Database,
  request: IdempotentRequest,
  result: StoredOutcome,
): Promise<boolean> {
  return inTransaction(database, (transaction) => insertRow(transaction, request, result));
}

const insertKeys = insertStatement(idempotency);

/** False when the key has a row. Waits while another transaction that may write it is open. */
async function insertRow(
  transaction: Transaction,
  { userId, operation, key, input }: IdempotentRequest,
  result: StoredOutcome | null,
): Promise<boolean> {
  const requestHash = hashInput(input);
  try {
    await insertKeys(transaction, [
      { userId, operation, key, requestHash, result, createdAt: clock.now() },
    ]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function isRowOf({ userId, operation, key }: IdempotentRequest) {
  return and(
    eq(idempotency.userId, userId),
    eq(idempotency.operation, operation),
    eq(idempotency.key, key),
  );
}

function hashInput(input: unknown): string {
  return createHash("sha256").update(canonicalJson(input)).digest("base64url");
}
