import type { Transaction } from "../../database/pool";
import { Fault, refuse } from "../../errors";
import type { SagaCall, SagaDefinition, SagaStep, SagaView } from "../../messaging/saga";
import type { Life } from "./life";
import { buildOn, countEffect, doOnce, effectName, takeStep, undoOnce, undoStep } from "./effects";
import type { MemorySaga } from "./memoryRows";
import { sagaName } from "./memoryRows";
import type { SagaPlan, StepPlan } from "./randomSaga";
import type { World } from "./world";

/** Beyond the deadline a call may still be repeated once, within the time that one step may take. */
const STEP_MS = 2_500;

/** How often the owner has heard that a saga was undone. */
export const endName = (sagaId: string): string => effectName(sagaId, "(undone)");

/** The plan as the engine of one process gets it. */
export function defineSaga(plan: SagaPlan, world: World, owner: Life): SagaDefinition<object> {
  const { ownerRows } = world;
  return {
    kind: plan.kind,
    deadlineMs: plan.deadlineMs,
    steps: plan.steps.map((step, index) => defineStep(step, index, { plan, world, owner })),
    onUndone: (transaction, { id }) => countEffect(ownerRows, transaction, endName(id), doOnce),
  };
}

interface Place {
  readonly plan: SagaPlan;
  readonly world: World;
  readonly owner: Life;
}

function defineStep(step: StepPlan, index: number, place: Place): SagaStep<object> {
  const { plan, world, owner } = place;
  const { chance, network, ownerRows, service } = world;
  const { name } = step;
  const isBehindPivot = index > plan.pivot;
  const { rows, pick } = service(name);

  function beforeForward(sagaId: string): void {
    const saga = ownerRows.committed().get(sagaName(sagaId)) as MemorySaga | undefined;
    const isLate = saga !== undefined && world.time.now() > saga.deadlineAt + STEP_MS;
    if (isLate && index < plan.pivot) world.violate(`${name} is called after the deadline`);
  }
  function beforeUndoing(): void {
    if (isBehindPivot) world.violate(`${name}, behind the pivot, is undone`);
  }
  const undo = (call: SagaCall): Promise<"UNDONE" | "TOO_LATE"> => {
    beforeUndoing();
    return network.ask(owner, pick, call.deadline, (server) => undoStep(rows, server, call));
  };

  switch (step.kind) {
    case "local": {
      const count = (transaction: Transaction, id: string, add: typeof doOnce): Promise<void> =>
        countEffect(ownerRows, transaction, effectName(id, name), add);
      return {
        kind: "local",
        name,
        forward: async (transaction, { id }) => {
          beforeForward(id);
          await count(transaction, id, doOnce);
          if (!isBehindPivot && chance.isHit(0.05)) refuse("INVALID_STATE", "Not now.");
          if (chance.strikes(0.03)) throw new Fault("INTERNAL");
        },
        ...(step.isUndoable && {
          compensate: (transaction: Transaction, { id }: SagaView<object>) => {
            beforeUndoing();
            return count(transaction, id, undoOnce);
          },
        }),
      };
    }
    case "look":
      return {
        kind: "remote",
        name,
        forward: (call) => {
          beforeForward(call.sagaId);
          return network.ask(owner, pick, call.deadline, async (server) => {
            await rows.send(server);
            if (chance.isHit(0.05)) refuse("SOLD_OUT", "None left.");
          });
        },
      };
    case "take":
      return {
        kind: "remote",
        name,
        forward: (call) => {
          beforeForward(call.sagaId);
          return network.ask(owner, pick, call.deadline, (server) =>
            takeStep(rows, server, call, !isBehindPivot),
          );
        },
        compensate: async (call) => void (await undo(call)),
      };
    case "pivot":
      return {
        kind: "pivot",
        name,
        forward: (call) => {
          const { sagaId } = call;
          if (step.isUndoable && chance.isHit(0.2)) {
            const pay = (): void =>
              void buildOn(rows, pick(), { sagaId, step: name }).catch(() => undefined);
            world.time.after(chance.between(0, 8_000), pay);
          }
          return network.ask(owner, pick, call.deadline, (server) =>
            takeStep(rows, server, call, true),
          );
        },
        ...(step.isUndoable && { compensate: undo }),
      };
  }
}
