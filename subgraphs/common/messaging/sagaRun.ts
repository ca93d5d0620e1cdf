import type { Transaction } from "../database/pool";
import type { Logger } from "../log";
import { startDeadline } from "../resilience/deadline";
import { retry } from "../resilience/retry";
import type { ServiceName } from "../serviceNames";
import { refusalError, refusalsOf, type StoredRefusal } from "./outcome";
import {
  type LocalStep,
  type PivotStep,
  type RemoteStep,
  type SagaCall,
  type SagaDefinition,
  type SagaOutcome,
  type SagaView,
} from "./saga";
import { formatSagaKey } from "./sagaKey";
import { sagaPauseMs } from "./sagaPause";
import { endOfCalled, isTimeOver, isToBeWrittenBefore, pivotOf } from "./sagaReach";
import { LeaseLost, type HeldSaga, type SagaStore } from "./sagaStore";

/** A participant has one second for a call, and is asked twice before the saga pauses. */
const CALL_MS = 1_000;
const CALLS = 2;
const CALLS_MS = 2_500;

/** A step is only begun with this much left of the lease: more than its calls can take. */
const LEASE_RESERVE_MS = 3_500;

/** Also looked for in logs by those who test that one who comes back from the dead writes nothing. */
const LOST = "the saga is carried on by another instance";

export interface SagaRunOptions<Data> {
  readonly definition: SagaDefinition<Data, object>;
  readonly store: SagaStore;
  /** The service whose saga it is; its steps call in this name. */
  readonly service: ServiceName;
  readonly log: Logger;
}

/**
 * Carries a held saga on until it ends, or until a step's outcome stays unknown: then it is put off and PENDING is
 * answered. Never rejects: whatever goes wrong, the saga is due again at the latest when its lease ends.
 */
export async function runSaga<Data>(
  held: HeldSaga,
  options: SagaRunOptions<Data>,
): Promise<SagaOutcome<Data>> {
  const log = options.log.child({ saga: held.kind, sagaId: held.id });
  let current = held;
  try {
    while (current.status === "RUNNING" || current.status === "UNDOING") {
      current = await renewLease(current, options.store);
      current = await (current.status === "RUNNING" ? stepForward : stepBack)(current, options);
    }
    return outcomeOf<Data>(current);
  } catch (error) {
    if (error instanceof LeaseLost) log.warn(LOST);
    else await putOff(current, error, options, log);
    return { status: "PENDING" };
  }
}

async function renewLease(held: HeldSaga, store: SagaStore): Promise<HeldSaga> {
  const leftMs = held.leaseEndsAt - performance.now();
  return leftMs > LEASE_RESERVE_MS ? held : store.write(null, held, "lease");
}

async function stepForward<Data>(held: HeldSaga, options: SagaRunOptions<Data>): Promise<HeldSaga> {
  const { definition, store } = options;
  const step = definition.steps[held.step];
  if (!step) return store.write(null, { ...held, status: "DONE" }, "never");
  if (isTimeOver(held, definition)) return startUndoing(held, null, options);
  if (isToBeWrittenBefore(step, held, definition)) return store.write(null, held, "lease");
  try {
    return step.kind === "local"
      ? await doLocally(held, step, options)
      : await doRemotely(held, step, options);
  } catch (error) {
    const refusals = refusalsOf(error);
    // Behind the pivot there is no way back; a refusal there is a fault of the definition, and is tried again.
    if (!refusals || held.step > pivotOf(definition)) throw error;
    return startUndoing(held, refusals, options);
  }
}

function doLocally<Data>(
  held: HeldSaga,
  step: LocalStep<Data, object>,
  { definition, store }: SagaRunOptions<Data>,
): Promise<HeldSaga> {
  const isLast = held.step === definition.steps.length - 1;
  return store.transact(async (transaction) => {
    const next = advance(held, await step.forward(transaction, viewOf<Data>(held)));
    return isLast
      ? store.write(transaction, { ...next, status: "DONE" }, "never")
      : store.write(transaction, next, "lease");
  });
}

async function doRemotely<Data>(
  held: HeldSaga,
  step: RemoteStep<Data, object> | PivotStep<Data, object>,
  options: SagaRunOptions<Data>,
): Promise<HeldSaga> {
  const { data } = viewOf<Data>(held);
  return advance(
    held,
    await callRemote(held, step.name, options, (call) => step.forward(call, data)),
  );
}

async function startUndoing<Data>(
  held: HeldSaga,
  refusals: readonly StoredRefusal[] | null,
  { definition, store }: SagaRunOptions<Data>,
): Promise<HeldSaga> {
  const step = held.isFirstRun ? held.step : endOfCalled(held, definition);
  return store.write(null, { ...held, status: "UNDOING", step, refusals, attempts: 0 }, "lease");
}

async function stepBack<Data>(held: HeldSaga, options: SagaRunOptions<Data>): Promise<HeldSaga> {
  const { definition, store } = options;
  const view = viewOf<Data>(held);
  const step = definition.steps[held.step - 1];
  if (!step) {
    return store.transact(async (transaction) => {
      await definition.onUndone?.(transaction, view, refusalOf(held));
      return store.write(transaction, { ...held, status: "UNDONE" }, "never");
    });
  }
  const next = { ...held, step: held.step - 1 };
  if (step.kind !== "local") {
    const { compensate } = step;
    if (!compensate) return next;
    const answer = await callRemote(held, step.name, options, async (call) =>
      compensate(call, view.data),
    );
    return answer === "TOO_LATE" ? turnForward(next, step, options) : next;
  }
  const { compensate } = step;
  if (!compensate) return next;
  return store.transact(async (transaction: Transaction) => {
    await compensate(transaction, view);
    return store.write(transaction, next, "lease");
  });
}

/** The pivot has happened for good. It is undone before everything else, so all is still as it was when it was called. */
async function turnForward<Data>(
  held: HeldSaga,
  pivot: RemoteStep<Data, object> | PivotStep<Data, object>,
  options: SagaRunOptions<Data>,
): Promise<HeldSaga> {
  const running = { ...held, status: "RUNNING", refusals: null, attempts: 0 } as const;
  return options.store.write(null, await doRemotely(running, pivot, options), "lease");
}

function callRemote<Data, Result>(
  held: HeldSaga,
  stepName: string,
  { service }: SagaRunOptions<Data>,
  send: (call: SagaCall) => Promise<Result>,
): Promise<Result> {
  const key = { sagaId: held.id, step: stepName };
  const caller = { service, user: null, clientAddress: "", requestId: held.id };
  const idempotencyKey = formatSagaKey(key);
  return retry(() => send({ ...key, caller, idempotencyKey, deadline: startDeadline(CALL_MS) }), {
    attempts: CALLS,
    deadline: startDeadline(CALLS_MS),
  });
}

async function putOff<Data>(
  held: HeldSaga,
  error: unknown,
  { definition, store }: SagaRunOptions<Data>,
  log: Logger,
): Promise<void> {
  const ageMs = performance.now() - (held.deadlineAt - definition.deadlineMs);
  const inMs = sagaPauseMs(held.attempts, ageMs);
  const { status, step, attempts } = held;
  log.warn({ err: error, status, step, attempts, inMs }, "a step of the saga failed");
  try {
    await store.write(null, { ...held, attempts: attempts + 1 }, { inMs });
  } catch (writeError) {
    if (writeError instanceof LeaseLost) return log.warn(LOST);
    // Not lost: the lease ends by itself.
    log.warn({ err: writeError }, "the saga could not be put off");
  }
}

function advance(held: HeldSaga, patch: object | void): HeldSaga {
  return { ...held, step: held.step + 1, data: { ...(held.data as object), ...patch } };
}

function viewOf<Data>(held: HeldSaga): SagaView<Data> {
  // Written by this definition, of which it is the data.
  return { id: held.id, data: held.data as Data };
}

function refusalOf({ refusals }: HeldSaga) {
  return refusals && refusalError(refusals);
}

function outcomeOf<Data>(held: HeldSaga): SagaOutcome<Data> {
  const { data } = viewOf<Data>(held);
  if (held.status === "DONE") return { status: "DONE", data };
  return { status: "UNDONE", data, refusal: refusalOf(held) };
}
