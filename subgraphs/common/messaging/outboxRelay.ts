import type { Database } from "../database/pool";
import type { Logger } from "../log";
import { fullJitterMs } from "../random";
import { serviceNames, type ServiceName } from "../serviceNames";
import { MAX_EVENTS_DELIVERED, type EventBus } from "./eventBus";
import { onEventsAppended } from "./outbox";
import {
  claimBatch,
  markPublished,
  pendingConsumers,
  postponeRest,
  releaseClaim,
  type ClaimedBatch,
} from "./outboxQueue";
import { createSignal } from "./signal";

const FIRST_PAUSE_MS = 200;
/** A consumer that comes back is noticed within this. */
const LONGEST_PAUSE_MS = 2_000;

export interface OutboxRelayOptions {
  readonly database: Database;
  readonly bus: Pick<EventBus, "publish">;
  readonly log: Logger;
  /** How often to look for events that no commit of this process announced, default 500. */
  readonly pollMs?: number;
  /** Events a delivery, at most and by default 100. */
  readonly batchSize?: number;
}

/** The way to one consumer. Each has its own, so that a dead consumer delays nobody else. */
interface Lane {
  failures: number;
  /** Monotonic time before which nothing is sent. */
  pausedUntil: number;
  draining: Promise<void> | null;
}

/**
 * Sends the events of the outbox: at once after a commit of this process, otherwise when the poll finds them. Any number
 * of relays may run on one database. An event that was sent but not yet marked when its relay died is sent again.
 */
export function outboxRelay(options: OutboxRelayOptions): { start(): () => Promise<void> } {
  return { start: () => startRelay(options) };
}

function startRelay(options: OutboxRelayOptions): () => Promise<void> {
  const { database, bus, log, pollMs = 500, batchSize = MAX_EVENTS_DELIVERED } = options;
  const lanes = new Map<ServiceName, Lane>();
  const signal = createSignal();
  let isStopping = false;

  async function drain(consumer: ServiceName, lane: Lane): Promise<void> {
    while (!isStopping) {
      const batch = await claimBatch(database, consumer, batchSize);
      if (batch.events.length === 0) return;
      const answered = new Set(await publish(consumer, batch));
      const accepted = batch.events.map(({ id }) => id).filter((id) => answered.has(id));
      await markPublished(database, consumer, accepted);
      if (accepted.length < batch.events.length) await postponeRest(database, batch);
      lane.failures = 0;
      // The outbox was emptied; what has come since is looked for once the lane has ended.
      if (batch.events.length < batchSize) return;
    }
  }

  async function publish(consumer: ServiceName, batch: ClaimedBatch): Promise<readonly string[]> {
    try {
      return await bus.publish(consumer, batch.events);
    } catch (error) {
      await releaseClaim(database, batch).catch((releaseError: unknown) => {
        // Not lost: the claim lapses by itself. Why nothing was delivered is the news.
        log.warn({ err: releaseError, consumer }, "claimed events could not be given back");
      });
      throw error;
    }
  }

  function pause(consumer: ServiceName, lane: Lane, error: unknown): void {
    const pauseMs = fullJitterMs(lane.failures, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    lane.failures += 1;
    lane.pausedUntil = performance.now() + pauseMs;
    const { failures } = lane;
    log.warn({ err: error, consumer, failures, pauseMs }, "events could not be delivered");
  }

  function startLane(consumer: ServiceName): void {
    const lane = lanes.get(consumer) ?? { failures: 0, pausedUntil: 0, draining: null };
    lanes.set(consumer, lane);
    if (lane.draining || performance.now() < lane.pausedUntil) return;
    lane.draining = drain(consumer, lane)
      .catch((error: unknown) => pause(consumer, lane, error))
      .finally(() => {
        lane.draining = null;
        // An event may have been committed after the last look of this lane and found it still busy.
        if (lane.failures === 0) signal.notify();
      });
  }

  async function lookForEvents(): Promise<void> {
    try {
      for (const consumer of await pendingConsumers(database)) {
        if (isServiceName(consumer)) startLane(consumer);
        else log.error({ consumer }, "the outbox holds events for an unknown consumer");
      }
    } catch (error) {
      log.warn({ err: error }, "the outbox could not be read");
    }
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      await lookForEvents();
      await signal.wait(pollMs);
    }
    await Promise.all([...lanes.values()].map(async (lane) => lane.draining));
  }

  const stopListening = onEventsAppended(() => signal.notify());
  const running = run();
  return async () => {
    isStopping = true;
    stopListening();
    signal.notify();
    await running;
  };
}

function isServiceName(text: string): text is ServiceName {
  return (serviceNames as readonly string[]).includes(text);
}
