import { Fault } from "@micro-shop/common/errors";
import type { Logger } from "@micro-shop/common/log";
import { createEventQueue, type EventQueue } from "@micro-shop/common/messaging/eventQueue";
import { AsyncResource } from "node:async_hooks";
import type { EventPosition, OrderEventRow } from "../model/orderEvents";
import { createOrderWatches, type OrderWatch } from "./orderWatches";

const POLL_MS = 100;

/** Changes kept for a slow listener; no honest order has as many. */
const EVENTS_KEPT = 1_000;

export interface OrderFeedOptions {
  /** All stored events beyond the positions, by order and version. */
  readonly readEventsAfter: (positions: readonly EventPosition[]) => Promise<OrderEventRow[]>;
  /** Which of these orders were refused: those never get an event. */
  readonly findRefused: (orderIds: readonly string[]) => Promise<readonly string[]>;
  readonly log: Logger;
  /** How often other processes' changes are looked for while anyone listens, default 100. */
  readonly pollMs?: number;
}

/** Tells listeners of the stored events of their orders: each one once, in the order of the versions. */
export interface OrderFeed {
  /** To be called after the commit of a change made by this process; without it the next poll finds the change. */
  wake(orderId: string): void;
  /**
   * Every event of the order after that version, those already stored first. Ends when its reader returns, and when the
   * order is refused before it has any.
   */
  listen(orderId: string, afterVersion: number): AsyncIterableIterator<OrderEventRow>;
  /** For one who waits for an order to change, whatever the change: told of those of this process. */
  watch(orderId: string): OrderWatch;
  /** Ends all listeners. */
  close(): void;
}

interface Listener {
  readonly orderId: string;
  version: number;
  readonly queue: EventQueue<OrderEventRow>;
}

/** One poll for all listeners of a process, by (order, version): a global id could skip rows of a late commit. */
export function createOrderFeed(options: OrderFeedOptions): OrderFeed {
  const listeners = new Map<string, Set<Listener>>();
  const watches = createOrderWatches();
  // What is read here serves all listeners, so it must not run in the async context of the request that woke it.
  const background = new AsyncResource("OrderFeed");
  let timer: NodeJS.Timeout | null = null;
  let isReading = false;
  let isWoken = false;

  async function read(): Promise<void> {
    if (isReading) {
      isWoken = true;
      return;
    }
    isReading = true;
    try {
      do {
        isWoken = false;
        const positions = positionsOf(listeners);
        if (positions.length === 0) return;
        deliver(listeners, positions, await options.readEventsAfter(positions));
        await endRefused();
      } while (isWoken);
    } catch (error) {
      // The listeners keep their positions, so the next poll delivers what this one could not read.
      options.log.warn({ err: error }, "order events could not be read");
    } finally {
      isReading = false;
    }
  }

  /** Who waits for the first event of an order that was refused would wait for ever. */
  async function endRefused(): Promise<void> {
    const waiting = positionsOf(listeners).filter(({ version }) => version === 0);
    if (waiting.length === 0) return;
    for (const orderId of await options.findRefused(waiting.map((position) => position.orderId))) {
      for (const { queue } of listeners.get(orderId) ?? []) queue.finish();
    }
  }

  const readInBackground = (): void => background.runInAsyncScope(() => void read());

  function release(listener: Listener): void {
    const ofOrder = listeners.get(listener.orderId);
    ofOrder?.delete(listener);
    if (ofOrder?.size === 0) listeners.delete(listener.orderId);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  }

  return {
    watch: (orderId) => watches.watch(orderId),
    wake(orderId) {
      watches.wake(orderId);
      if (listeners.has(orderId)) readInBackground();
    },
    listen(orderId, afterVersion) {
      const queue = createEventQueue<OrderEventRow>({
        limit: EVENTS_KEPT,
        overflow: () => new Fault("UNAVAILABLE", "Events came faster than they were read."),
        onEnd: () => release(listener),
      });
      const listener: Listener = { orderId, version: afterVersion, queue };
      const ofOrder = listeners.get(orderId) ?? new Set();
      listeners.set(orderId, ofOrder.add(listener));
      timer ??= background.runInAsyncScope(() =>
        setInterval(() => void read(), options.pollMs ?? POLL_MS).unref(),
      );
      readInBackground();
      return queue.stream;
    },
    close() {
      for (const ofOrder of listeners.values()) {
        for (const { queue } of ofOrder) queue.finish();
      }
    },
  };
}

/** One position an order: the one of the listener that has read least. */
function positionsOf(listeners: ReadonlyMap<string, ReadonlySet<Listener>>): EventPosition[] {
  return [...listeners].map(([orderId, ofOrder]) => ({
    orderId,
    version: Math.min(...[...ofOrder].map((listener) => listener.version)),
  }));
}

function deliver(
  listeners: ReadonlyMap<string, ReadonlySet<Listener>>,
  positions: readonly EventPosition[],
  events: readonly OrderEventRow[],
): void {
  const readAfter = new Map(positions.map(({ orderId, version }) => [orderId, version]));
  // Somebody who came during the read stands before it: these events would skip what that listener still lacks.
  const covered = (listener: Listener): boolean =>
    listener.version >= (readAfter.get(listener.orderId) ?? Infinity);
  const readers = new Map(
    [...listeners].map(([orderId, ofOrder]) => [orderId, [...ofOrder].filter(covered)]),
  );
  for (const event of events) {
    for (const listener of readers.get(event.orderId) ?? []) {
      if (event.version <= listener.version) continue;
      listener.version = event.version;
      listener.queue.push(event);
    }
  }
}
