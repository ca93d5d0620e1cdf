import type { Database, Transaction } from "../database/pool";
import { outliveRequest } from "../database/statements";
import type { Logger } from "../log";
import { sleep } from "../resilience/sleep";
import type { ServiceName } from "../serviceNames";
import {
  checkDefinition,
  type AnySagaDefinition,
  type SagaDefinition,
  type SagaOutcome,
} from "./saga";
import { runSaga } from "./sagaRun";
import { sagaRows } from "./sagaRows";
import { createSagaStore, type HeldSaga, type SagaStore } from "./sagaStore";
import { createSignal } from "./signal";

export interface SagaEngineOptions {
  readonly database: Database;
  /** The service whose sagas these are. */
  readonly service: ServiceName;
  readonly log: Logger;
  /** How often to look for sagas that another instance has left, default 1,000. */
  readonly pollMs?: number;
  /** Sagas that are recovered at the same time, default 10. */
  readonly concurrency?: number;
}

/** A saga that was begun: hand it to `run` after the commit. */
export interface StartedSaga<Data> {
  readonly id: string;
  readonly definition: SagaDefinition<Data>;
  readonly held: HeldSaga;
}

export interface SagaEngine {
  /**
   * Begins a saga in the transaction of what it starts from: with the commit it is sure to end, done or undone, even
   * when this process dies. One statement.
   * @param id its id; the row is found by it.
   */
  begin<Data extends object>(
    transaction: Transaction,
    definition: SagaDefinition<Data>,
    saga: { readonly id: string; readonly data: Data },
  ): Promise<StartedSaga<Data>>;
  /**
   * Carries a begun saga out and answers how it stands after `answerWithinMs` at the latest; then it goes on in the
   * background. Call it only once the transaction has committed.
   */
  run<Data extends object>(
    started: StartedSaga<Data>,
    answerWithinMs: number,
  ): Promise<SagaOutcome<Data>>;
  /** Starts to recover sagas of the registered kinds. Stopping waits for the steps under way. */
  start(): () => Promise<void>;
}

/**
 * Carries sagas out. Any number of instances may work on one database: each saga has one holder at a time, by a lease in
 * its row, and one that has lost the lease cannot write any more.
 * @param definitions all kinds of sagas of the service; each is recovered after a crash.
 */
export function createSagaEngine(
  options: SagaEngineOptions,
  definitions: readonly AnySagaDefinition[],
): SagaEngine {
  return createSagaEngineOver(createSagaStore(sagaRows(options.database)), options, definitions);
}

/** The engine over a store, wherever its rows are. */
export function createSagaEngineOver(
  store: SagaStore,
  options: Omit<SagaEngineOptions, "database">,
  definitions: readonly AnySagaDefinition[],
): SagaEngine {
  const { service, log, pollMs = 1_000, concurrency = 10 } = options;
  const byKind = new Map(definitions.map((definition) => [definition.kind, definition]));
  if (byKind.size !== definitions.length) throw new RangeError("Two sagas have the same kind.");
  for (const definition of definitions) checkDefinition(definition);
  /** The runs of this process by their sagas' ids. */
  const underWay = new Map<string, Promise<unknown>>();
  const freeSlot = createSignal();
  let recovering = 0;
  /** Whether the last look found as many as there was room for, so that a free place is worth another look. */
  let isMoreDue = false;

  function carryOut<Data>(
    held: HeldSaga,
    definition: SagaDefinition<Data, object>,
  ): Promise<SagaOutcome<Data>> {
    const run = runSaga(held, { definition, store, service, log }).finally(() => {
      if (underWay.get(held.id) === run) underWay.delete(held.id);
    });
    underWay.set(held.id, run);
    return run;
  }

  async function recover(held: HeldSaga): Promise<void> {
    const definition = byKind.get(held.kind);
    if (!definition) return;
    recovering += 1;
    await carryOut(held, definition);
    recovering -= 1;
    if (isMoreDue) freeSlot.notify();
  }

  async function recoverDue(): Promise<void> {
    const limit = concurrency - recovering;
    if (limit === 0) return;
    try {
      const claimed = await store.claimDue([...byKind.keys()], {
        limit,
        // A process that is slow is not dead: were it to take its own sagas, it would do all of their work twice.
        except: [...underWay.keys()],
      });
      isMoreDue = claimed.length === limit;
      for (const held of claimed) void recover(held);
    } catch (error) {
      log.warn({ err: error }, "due sagas could not be read");
    }
  }

  return {
    async begin(transaction, definition, { id, data }) {
      const { kind, deadlineMs } = definition;
      if (!byKind.has(kind)) throw new RangeError(`The saga ${kind} is not registered.`);
      const held = await store.insert(transaction, { id, kind, data }, deadlineMs);
      return { id, definition, held };
    },
    run({ held, definition }, answerWithinMs) {
      const answered = new AbortController();
      // It goes on when the request that began it is answered, or given up.
      const outcome = outliveRequest(() => carryOut(held, definition));
      const timeout = sleep(answerWithinMs, answered.signal).then(
        () => ({ status: "PENDING" }) as const,
      );
      return Promise.race([outcome, timeout]).finally(() => answered.abort());
    },
    start() {
      let isStopping = false;
      const loop = (async () => {
        while (!isStopping) {
          await recoverDue();
          await freeSlot.wait(pollMs);
        }
        await Promise.all(underWay.values());
      })();
      return () => {
        isStopping = true;
        freeSlot.notify();
        return loop;
      };
    },
  };
}
