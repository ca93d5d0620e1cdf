import type { Transaction } from "../database/pool";
import type { Refusal, Refusals } from "../errors";
import type { Caller } from "../graphql/requestContext";
import type { Deadline } from "../resilience/deadline";
import type { SagaKey } from "./sagaKey";

/*
 * A saga is work that spans services: a list of steps, carried out in order and undone in reverse when one is refused.
 * Definitions are data; the engine (sagaEngine.ts, sagaRun.ts) carries them out.
 *
 * What is written, and why so little is enough. A remote step writes nothing here: it is idempotent by its key (saga,
 * step), so after a crash the run starts again at the stored step, gets the stored answers of the calls that were made,
 * refusals included, and goes on. A local step is one transaction with the saga's own row, which moves the stored step
 * past it; so it happens exactly once. A saga whose last step is local therefore costs two statements in the usual case:
 * the insert at its begin and the update in that step's transaction.
 *
 * Undoing starts with a write that makes the decision final, whoever carries on. It covers every remote step that may have
 * been called by anybody, called or not: participants answer the undoing of a step that never came with a tombstone, which
 * also stops a call that is still on its way. The pivot is undone first, and only it may answer that it is too late: then
 * nothing has been undone yet, and the saga goes forward.
 */

/** One call of a step: on whose behalf, until when, under which key. It can be handed to a service client as it is. */
export interface SagaCall extends SagaKey {
  /** The service itself: what a saga does is not limited by the rights or the presence of the user who began it. */
  readonly caller: Caller;
  readonly deadline: Deadline;
  /** For the idempotency header: the same for all attempts of the step and for its compensation. */
  readonly idempotencyKey: string;
}

/** What a local step sees of its saga. */
export interface SagaView<Data> {
  readonly id: string;
  readonly data: Data;
}

/** What a step adds to the saga's data: plain JSON, kept from the next write on. */
type Patch<Added> = Promise<Added | void>;

interface RemoteCall<Data, Added> {
  /** Unique in the saga, constant for ever: it is part of the key. Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /**
   * The call, idempotent by its key. Throws a Refusal: then it has done nothing and never will, and the saga is undone.
   * Any other error means that the outcome is unknown: the call is made again, for ever or until the deadline.
   */
  readonly forward: (call: SagaCall, data: Data) => Patch<Added>;
}

/** A step in another service. */
export interface RemoteStep<Data, Added = Partial<Data>> extends RemoteCall<Data, Added> {
  readonly kind: "remote";
  /**
   * Undoes the step, idempotently, also when it never came. Repeated until it succeeds. It may rely on nothing but the
   * data the saga began with. Absent: there is nothing to undo.
   */
  readonly compensate?: (call: SagaCall, data: Data) => Promise<void>;
}

/**
 * The point of no return, in another service: once it has happened the saga only goes forward. At most one in a saga. What
 * the steps before it found out is written before it is called.
 */
export interface PivotStep<Data, Added = Partial<Data>> extends RemoteCall<Data, Added> {
  readonly kind: "pivot";
  /**
   * Undoes it like any other step, or answers TOO_LATE: it has happened for good. Then `forward` answers a repeat, and the
   * saga goes on behind it. Absent: it may have happened as soon as it was called, and is called again for ever.
   */
  readonly compensate?: (call: SagaCall, data: Data) => Promise<"UNDONE" | "TOO_LATE">;
}

/** A step in this service's own database, in one transaction with the saga's progress. No network call inside. */
export interface LocalStep<Data, Added = Partial<Data>> {
  readonly kind: "local";
  /** Unique in the saga. */
  readonly name: string;
  /** A Refusal undoes the saga; any other error is tried again. */
  readonly forward: (transaction: Transaction, saga: SagaView<Data>) => Patch<Added>;
  readonly compensate?: (transaction: Transaction, saga: SagaView<Data>) => Promise<void>;
}

export type SagaStep<Data, Added = Partial<Data>> =
  | RemoteStep<Data, Added>
  | PivotStep<Data, Added>
  | LocalStep<Data, Added>;

export interface SagaDefinition<Data, Added = Partial<Data>> {
  /** Constant for ever: sagas under way are found again by it. */
  readonly kind: string;
  readonly steps: readonly SagaStep<Data, Added>[];
  /** How long it is tried before it is undone. */
  readonly deadlineMs: number;
  /** Ends an undone saga, in one transaction with its final row. The refusal is null when it ran out of time. */
  readonly onUndone?: (
    transaction: Transaction,
    saga: SagaView<Data>,
    refusal: Refusal | Refusals | null,
  ) => Promise<void>;
}

/** A definition of whatever data. */
export type AnySagaDefinition = SagaDefinition<never, object>;

/** How a saga stands when its run has to answer. */
export type SagaOutcome<Data> =
  | { readonly status: "DONE"; readonly data: Data }
  /** Undone completely. The refusal is null when it ran out of time. */
  | { readonly status: "UNDONE"; readonly data: Data; readonly refusal: Refusal | Refusals | null }
  /** Still under way: it ends in the background, here or in another instance. */
  | { readonly status: "PENDING" };

/** Throws a RangeError when a definition cannot be carried out. */
export function checkDefinition({ kind, steps }: AnySagaDefinition): void {
  const names = new Set(steps.map((step) => step.name));
  if (names.size !== steps.length) throw new RangeError(`Two steps of ${kind} have the same name.`);
  if (steps.filter(isPivot).length > 1) throw new RangeError(`${kind} has more than one pivot.`);
}

export function isPivot(step: SagaStep<never, object>): boolean {
  return step.kind === "pivot";
}
