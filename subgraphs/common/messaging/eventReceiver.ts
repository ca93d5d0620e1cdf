import { clock } from "../clock";
import type { Database, Transaction } from "../database/pool";
import { requestDeadline } from "../database/statements";
import { inTransaction } from "../database/transaction";
import { Fault } from "../errors";
import { openEnvelope, type DomainEvent, type EventEnvelope, type TopicOf } from "../events";
import type { Logger } from "../log";
import type { ServiceName } from "../serviceNames";
import type { EventReceiver } from "./eventBus";
import { applyOnce } from "./inbox";
import { NotYet } from "./notYet";

/** What a service does about each topic it gets. All of an effect happens in the transaction. */
export type EventHandlers<Consumer extends ServiceName> = {
  readonly [T in TopicOf<Consumer>]: (
    transaction: Transaction,
    event: DomainEvent<T>,
  ) => Promise<void>;
};

export interface EventReceiverOptions<Consumer extends ServiceName> {
  readonly consumer: Consumer;
  readonly database: Database;
  readonly handlers: EventHandlers<Consumer>;
  readonly log: Logger;
}

/** Kept back of a delivery's time for its answer. */
const ANSWER_RESERVE_MS = 500;

/** What an event waits for comes within seconds; one that still waits after this is a case for people. */
const LONG_WAIT_MS = 5 * 60_000;

type AnyHandler = (transaction: Transaction, event: DomainEvent) => Promise<void>;

/**
 * Applies the events that a service gets, each once and in a transaction of its own, so that one it cannot apply holds
 * up no other. Such an event is not accepted, and logged unless it is NotYet time for it, and those for which there is no time are not accepted: their
 * sender tries again, less and less often.
 */
export function createEventReceiver<Consumer extends ServiceName>(
  options: EventReceiverOptions<Consumer>,
): EventReceiver {
  const { consumer, database, log } = options;
  // Each handler gets the events of its own topic only, which TypeScript cannot follow through a map.
  const handlers = new Map(Object.entries(options.handlers) as [string, AnyHandler][]);

  async function apply(envelope: EventEnvelope): Promise<void> {
    const event = openEnvelope(envelope);
    const handler = handlers.get(event.topic);
    if (!handler) throw new Error(`${event.topic} is not for ${consumer}.`);
    await inTransaction(database, (transaction) =>
      applyOnce(transaction, consumer, event.id, () => handler(transaction, event)),
    );
  }

  function report(error: unknown, { id: eventId, topic, occurredAt }: EventEnvelope): void {
    const isWaiting =
      error instanceof NotYet && clock.now().getTime() - Date.parse(occurredAt) < LONG_WAIT_MS;
    if (isWaiting) log.debug({ eventId, topic, reason: error.message }, "an event has to wait");
    else log.error({ err: error, eventId, topic }, "an event failed");
  }

  return async (envelopes) => {
    const accepted: string[] = [];
    for (const envelope of envelopes) {
      const leftMs = requestDeadline()?.remainingMs() ?? Infinity;
      // A slow service takes what it can: were it to run out of time, all of it would come again.
      if (accepted.length > 0 && leftMs < ANSWER_RESERVE_MS) break;
      // Nobody hears an answer any more.
      if (leftMs === 0) throw new Fault("TIMEOUT");
      try {
        await apply(envelope);
        accepted.push(envelope.id);
      } catch (error) {
        report(error, envelope);
      }
    }
    return accepted;
  };
}
