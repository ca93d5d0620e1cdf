import { afterCommit } from "../database/afterCommit";
import { insertStatement } from "../database/insertStatement";
import type { Transaction } from "../database/pool";
import { clock } from "../clock";
import { checkPayload, consumersOf, type EventPayload, type Topic } from "../events";
import { newId } from "../ids";
import { databaseNow } from "./databaseTime";
import { outbox } from "./tables";

const insertEvents = insertStatement(outbox, { availableAt: databaseNow() });

const listeners = new Set<() => void>();

/**
 * Records an event for each of its topic's consumers, in the transaction of the change it tells of: it leaves if and
 * only if that commits. One statement. Returns the event's id.
 * Delivery is at least once and in no promised order: consumers apply events through their inbox.
 */
export async function appendEvent<T extends Topic>(
  transaction: Transaction,
  topic: T,
  payload: EventPayload<T>,
): Promise<string> {
  const eventId = newId();
  const row = {
    eventId,
    topic,
    payload: JSON.stringify(checkPayload(topic, payload)),
    occurredAt: clock.now(),
  };
  await insertEvents(
    transaction,
    consumersOf(topic).map((consumer) => ({ ...row, consumer })),
  );
  afterCommit(transaction, notifyListeners);
  return eventId;
}

/** Calls back after each commit of this process that recorded events, until the returned function is called. */
export function onEventsAppended(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function notifyListeners(): void {
  for (const listener of listeners) listener();
}
