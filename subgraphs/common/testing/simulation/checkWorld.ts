import { effectName, readEffect, stockName, type Effect } from "./effects";
import { endName } from "./defineSaga";
import type { MemorySaga } from "./memoryRows";
import type { SagaPlan, StepPlan } from "./randomSaga";
import type { World } from "./world";

/** Whether all has ended as it must: each saga done or undone completely, every effect at most once, no unit lost. */
export function checkWorld(
  world: World,
  plan: SagaPlan,
  sagas: readonly MemorySaga[],
  units: number,
): { readonly done: number; readonly tombstones: number } {
  for (const saga of sagas) checkSaga(world, plan, saga);
  for (const { kind, name } of plan.steps) {
    if (kind !== "take" && kind !== "pivot") continue;
    const rows = world.service(name).rows.committed();
    const taken = units - Number(rows.get(stockName(name)));
    const held = sagas.reduce((sum, { id }) => {
      const { done, undone } = readEffect(rows, effectName(id, name));
      return sum + done - undone;
    }, 0);
    if (taken !== held && !name.startsWith("after")) {
      world.violate(`${taken} units of ${name} are taken, ${held} are held`);
    }
  }
  const tombstones = world.services.reduce(
    (sum, { rows }) =>
      sum +
      [...rows.committed()].filter(
        ([name, row]) =>
          name.startsWith("barrier ") && (row as { result: unknown }).result === null,
      ).length,
    0,
  );
  return { done: sagas.filter(({ status }) => status === "DONE").length, tombstones };
}

function checkSaga(world: World, plan: SagaPlan, { id, status }: MemorySaga): void {
  const ownRows = world.ownerRows.committed();
  const told = readEffect(ownRows, endName(id)).done;
  if (told !== (status === "UNDONE" ? 1 : 0)) world.violate(`${status}, told ${told} times`);
  for (const [index, step] of plan.steps.entries()) {
    const { kind, name } = step;
    const rows = kind === "local" ? ownRows : world.service(name).rows.committed();
    const effect = readEffect(rows, effectName(id, name));
    if (isAllowed(status, step, effect, index > plan.pivot)) continue;
    const { done, undone, isForGood } = effect;
    const good = isForGood ? " for good" : "";
    world.violate(`${status}: ${name} (${kind}) done ${done}${good}, undone ${undone}`);
  }
}

function isAllowed(
  status: MemorySaga["status"],
  step: StepPlan,
  { done, undone, isForGood }: Effect,
  isBehindPivot: boolean,
): boolean {
  if (done > 1 || undone > done) return false;
  if (step.kind === "look") return done === 0;
  if (status === "DONE") return done === 1 && undone === 0;
  if (isBehindPivot || (step.kind === "pivot" && !step.isUndoable)) return done === 0;
  return (step.kind === "local" && !step.isUndoable) || (done === undone && !isForGood);
}
