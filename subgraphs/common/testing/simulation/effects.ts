import type { Transaction } from "../../database/pool";
import { refuse } from "../../errors";
import { compensateIn, forwardIn } from "../../messaging/barrier";
import type { SagaKey } from "../../messaging/sagaKey";
import type { Life } from "./life";
import type { MemoryDatabase } from "./memoryDatabase";
import { inMemory, memoryBarrier } from "./memoryRows";

/** How often a step has taken effect, and been undone. */
export interface Effect {
  readonly done: number;
  readonly undone: number;
  /** Of a pivot: the world has built on it, it can never be undone. */
  readonly isForGood: boolean;
}

export const effectName = (sagaId: string, step: string): string => `effect ${sagaId} ${step}`;
export const stockName = (step: string): string => `stock ${step}`;

const NONE: Effect = { done: 0, undone: 0, isForGood: false };

export function readEffect(rows: ReadonlyMap<string, unknown>, name: string): Effect {
  return (rows.get(name) as Effect | undefined) ?? NONE;
}

class TooLate extends Error {}

/** Counts an effect up, in the transaction. */
export async function countEffect(
  database: MemoryDatabase,
  transaction: Transaction,
  name: string,
  add: (effect: Effect) => Effect,
): Promise<void> {
  const own = inMemory(transaction);
  await database.send(own.life);
  await database.lock(own, name);
  database.put(own, name, add((database.get(own, name) as Effect | undefined) ?? NONE));
}

export const doOnce = (effect: Effect): Effect => ({ ...effect, done: effect.done + 1 });
export const undoOnce = (effect: Effect): Effect => ({ ...effect, undone: effect.undone + 1 });

/** Takes or gives back one of the units that all sagas share; they may be used up. */
async function moveStock(
  database: MemoryDatabase,
  transaction: Transaction,
  step: string,
  by: number,
): Promise<void> {
  const own = inMemory(transaction);
  await database.send(own.life);
  await database.lock(own, stockName(step));
  const left = Number(database.get(own, stockName(step)) ?? 0) + by;
  if (left < 0) refuse("SOLD_OUT", "None left.");
  database.put(own, stockName(step), left);
}

/** What a participant does for a step: behind its barrier, a unit and an effect. */
export function takeStep(
  database: MemoryDatabase,
  server: Life,
  key: SagaKey,
  usesStock: boolean,
): Promise<{ readonly units: number }> {
  return forwardIn(memoryBarrier(database, server), key, async (transaction) => {
    if (usesStock) await moveStock(database, transaction, key.step, -1);
    await countEffect(database, transaction, effectName(key.sagaId, key.step), doOnce);
    return { units: 1 };
  });
}

/** And how it undoes it. */
export async function undoStep(
  database: MemoryDatabase,
  server: Life,
  key: SagaKey,
): Promise<"UNDONE" | "TOO_LATE"> {
  const name = effectName(key.sagaId, key.step);
  try {
    await compensateIn<{ units: number }>(
      memoryBarrier(database, server),
      key,
      async (transaction, { units }) => {
        await countEffect(database, transaction, name, (effect) => {
          if (effect.isForGood) throw new TooLate();
          return undoOnce(effect);
        });
        await moveStock(database, transaction, key.step, units);
      },
    );
    return "UNDONE";
  } catch (error) {
    if (error instanceof TooLate) return "TOO_LATE";
    throw error;
  }
}

/** The world builds on a step that has happened, if it still stands: a buyer pays. */
export function buildOn(database: MemoryDatabase, server: Life, key: SagaKey): Promise<void> {
  return database.transact(server, async (own) => {
    const name = effectName(key.sagaId, key.step);
    await database.send(server);
    await database.lock(own, name);
    const effect = (database.get(own, name) as Effect | undefined) ?? NONE;
    const stands = effect.done > effect.undone;
    if (stands) database.put(own, name, { ...effect, isForGood: true });
  });
}
