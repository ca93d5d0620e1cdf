import type { EventEnvelope } from "../events";
import type { ServiceName } from "../serviceNames";

/** Events a delivery. */
export const MAX_EVENTS_DELIVERED = 100;

/** Applies events durably and answers the ids of those it has applied, now or before. The others are sent again. */
export type EventReceiver = (events: readonly EventEnvelope[]) => Promise<readonly string[]>;

/** How events travel between services. The outbox relay publishes; what arrives goes to the subscriber. */
export interface EventBus {
  /**
   * Hands events to a consumer and answers the ids it has taken over for good. Rejects when it cannot be reached; then
   * nothing is known about any of them. Bounded in time by the adapter.
   */
  publish(consumer: ServiceName, events: readonly EventEnvelope[]): Promise<readonly string[]>;
  /** Names what takes the events that arrive for this service. Once, at start. */
  subscribe(receiver: EventReceiver): void;
  /** Ends deliveries; what is under way ends by itself. */
  close(): Promise<void>;
}

/** The bus without a broker: services hand events to each other directly. */
export interface EmbeddedEventBus extends EventBus {
  /** Takes events that a sibling delivered: the other end of its `publish`. Rejects while nobody has subscribed. */
  receive(events: readonly EventEnvelope[]): Promise<readonly string[]>;
}

export interface EmbeddedEventBusOptions {
  /** Calls the consumer, within a deadline, and answers what its `receive` answered. */
  readonly deliver: EventBus["publish"];
}

/** A bus that delivers by calling the consumer. */
export function createEmbeddedEventBus({ deliver }: EmbeddedEventBusOptions): EmbeddedEventBus {
  let subscriber: EventReceiver | null = null;
  let isClosed = false;
  return {
    async publish(consumer, events) {
      if (isClosed) throw new Error("The event bus is closed.");
      return deliver(consumer, events);
    },
    subscribe(receiver) {
      if (subscriber) throw new Error("The event bus has a subscriber already.");
      subscriber = receiver;
    },
    async receive(events) {
      if (isClosed || !subscriber) throw new Error("The event bus takes no events.");
      return subscriber(events);
    },
    async close() {
      isClosed = true;
    },
  };
}
