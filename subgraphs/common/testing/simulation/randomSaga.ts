import type { Chance } from "./chance";

/** What a step of a random saga is. */
export type StepPlan =
  /** Takes a unit elsewhere; can be given back. Behind the pivot it is never refused. */
  | { readonly kind: "take"; readonly name: string }
  /** Asks elsewhere, without effect; may be refused at one time and not at another. */
  | { readonly kind: "look"; readonly name: string }
  | { readonly kind: "local"; readonly name: string; readonly isUndoable: boolean }
  | { readonly kind: "pivot"; readonly name: string; readonly isUndoable: boolean };

/** A definition as data: what each step is and where the pivot is. */
export interface SagaPlan {
  readonly kind: string;
  readonly steps: readonly StepPlan[];
  /** Infinite without a pivot. */
  readonly pivot: number;
  readonly deadlineMs: number;
}

/** Any shape of saga that the mall has, and others: up to four steps, a pivot or none, up to two steps and a local one. */
export function randomSaga(chance: Chance, kind: string): SagaPlan {
  const { random } = chance;
  const before = Array.from({ length: random.integer(5) }, (_, index) => stepBefore(chance, index));
  const hasPivot = chance.isHit(0.7);
  const pivot: StepPlan[] = hasPivot
    ? [{ kind: "pivot", name: "pivot", isUndoable: chance.isHit(0.5) }]
    : [];
  const after = Array.from({ length: hasPivot ? random.integer(3) : 0 }, (_, index): StepPlan => {
    const name = `after${index}`;
    return chance.isHit(0.5) ? { kind: "take", name } : { kind: "local", name, isUndoable: true };
  });
  const last: StepPlan[] =
    chance.isHit(0.7) || before.length === 0
      ? [{ kind: "local", name: "last", isUndoable: true }]
      : [];
  return {
    kind,
    steps: [...before, ...pivot, ...after, ...last],
    pivot: hasPivot ? before.length : Number.POSITIVE_INFINITY,
    deadlineMs: chance.between(2_000, 30_000),
  };
}

function stepBefore(chance: Chance, index: number): StepPlan {
  const name = `step${index}`;
  const draw = chance.random.fraction();
  if (draw < 0.6) return { kind: "take", name };
  if (draw < 0.75) return { kind: "look", name };
  return { kind: "local", name, isUndoable: chance.isHit(0.6) };
}
