import { isPivot, type SagaDefinition, type SagaStep } from "./saga";
import type { HeldSaga } from "./sagaStore";

/*
 * What a holder must assume of a saga's earlier holders, who may have come further than is written and may still be at it.
 */

/** Late, and not yet past the point up to which it can be undone. */
export function isTimeOver<Data>(
  held: HeldSaga,
  definition: SagaDefinition<Data, object>,
): boolean {
  if (performance.now() < held.deadlineAt) return false;
  return held.storedStep < pivotOf(definition) || isAtUndoablePivot(held, definition);
}

/** Whether the pivot may have been called, is not known to have happened, and can be undone. */
function isAtUndoablePivot<Data>(held: HeldSaga, { steps }: SagaDefinition<Data, object>): boolean {
  const step = steps[held.step];
  return step?.kind === "pivot" && step.compensate !== undefined && held.storedStep === held.step;
}

/**
 * Whoever carries on must know that the pivot may have been called; and, before a call behind a pivot that could still be
 * undone, that it must not be any more. A local step behind it says so itself.
 */
export function isToBeWrittenBefore<Data>(
  step: SagaStep<Data, object>,
  { step: index, storedStep }: HeldSaga,
  definition: SagaDefinition<Data, object>,
): boolean {
  if (step.kind === "pivot") return storedStep !== index;
  const pivot = pivotOf(definition);
  if (step.kind === "local" || index <= pivot || storedStep > pivot) return false;
  return definition.steps[pivot]?.compensate !== undefined;
}

/**
 * How far earlier holders may have come without having written it down: up to the next step that writes, a local one or
 * the pivot, and with the pivot once it is written that it comes next. None of these steps is left out of the undoing,
 * called or not.
 */
export function endOfCalled<Data>(
  held: HeldSaga,
  definition: SagaDefinition<Data, object>,
): number {
  if (isAtUndoablePivot(held, definition)) return held.step + 1;
  const { steps } = definition;
  const next = steps.findIndex(
    (step, index) => index >= held.step && (step.kind === "local" || isPivot(step)),
  );
  return next === -1 ? steps.length : next;
}

/** Index of the pivot; infinite without one, as a saga without it can always go back. */
export function pivotOf<Data>(definition: SagaDefinition<Data, object>): number {
  const index = definition.steps.findIndex(isPivot);
  return index === -1 ? Number.POSITIVE_INFINITY : index;
}
