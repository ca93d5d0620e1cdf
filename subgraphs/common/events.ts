import { z } from "zod";
import { Currency } from "./money";
import type { ServiceName } from "./serviceNames";

/** The registry of events between services: what each topic carries, whose it is, and who gets it. Payloads only ever gain fields. */

const id = z.guid();
const amountMinor = z.int();

const orderClosed = z.object({
  orderId: id,
  /** The user's coupon that the order held; null without one. */
  couponId: id.nullable(),
  /** Code of the reason, for the log. */
  reason: z.string(),
});

const refundEnded = {
  refundId: id,
  paymentId: id,
  orderId: id,
  amountMinor,
};

export const topics = {
  /** The money of a payment was captured. */
  "payment.captured": {
    payload: z.object({
      paymentId: id,
      orderId: id,
      amountMinor,
      currency: z.enum(Currency),
      capturedAt: z.iso.datetime(),
    }),
    publisher: "pay",
    consumers: ["order"],
  },
  /** An order became PAID: its reservation turns into a sale, its coupon is used up. */
  "order.paid": {
    payload: z.object({
      orderId: id,
      userId: id,
      lines: z.array(z.object({ skuId: id, quantity: z.int().positive() })),
      couponId: id.nullable(),
      totalMinor: amountMinor,
      currency: z.enum(Currency),
      paidAt: z.iso.datetime(),
    }),
    publisher: "order",
    consumers: ["product", "marketing"],
  },
  /** An order was cancelled: what it held comes back. */
  "order.cancelled": {
    payload: orderClosed,
    publisher: "order",
    consumers: ["product", "marketing"],
  },
  /** An order was not paid in time: what it held comes back. */
  "order.expired": {
    payload: orderClosed,
    publisher: "order",
    consumers: ["product", "marketing"],
  },
  /** Money that must go back without anybody asking: a payment came in for an order that can no longer take it. */
  "refund.due": {
    payload: z.object({
      orderId: id,
      paymentId: id,
      /** Null: all that has not gone back yet. */
      amountMinor: amountMinor.positive().nullable(),
      currency: z.enum(Currency),
      /** Names the refund among those of its payment, 1 to 255 characters: the same key is the same refund. */
      key: z.string().min(1).max(255),
      /** A plain line, 1 to 500 characters. */
      reason: z.string().min(1).max(500),
    }),
    publisher: "order",
    consumers: ["pay"],
  },
  /** The money of a refund went back. */
  "refund.succeeded": {
    payload: z.object({
      ...refundEnded,
      /** Of the payment, this refund included; never falls, though events may overtake each other. */
      refundedMinor: amountMinor,
      /** What had come by the payment: as much as went back = all of it did. */
      capturedMinor: amountMinor,
      currency: z.enum(Currency),
      at: z.iso.datetime(),
    }),
    publisher: "pay",
    consumers: ["order"],
  },
  /** The provider could not send the money of a refund back, for good. */
  "refund.failed": {
    payload: z.object({
      ...refundEnded,
      /** The provider's code, for the log. */
      code: z.string(),
    }),
    publisher: "pay",
    consumers: ["order"],
  },
  /** Goods of a return came in and can be sold again. */
  "stock.returned": {
    payload: z.object({
      returnId: id,
      orderId: id,
      lines: z.array(z.object({ skuId: id, quantity: z.int().positive() })),
    }),
    publisher: "order",
    consumers: ["product"],
  },
} as const satisfies Record<string, TopicDefinition>;

interface TopicDefinition {
  readonly payload: z.ZodObject;
  /** The one service whose events these are. */
  readonly publisher: ServiceName;
  readonly consumers: readonly ServiceName[];
}

export type Topic = keyof typeof topics;

export type EventPayload<T extends Topic> = z.output<(typeof topics)[T]["payload"]>;

/** Topics a service gets. */
export type TopicOf<Consumer extends ServiceName> = {
  [T in Topic]: Consumer extends (typeof topics)[T]["consumers"][number] ? T : never;
}[Topic];

/** One event; `topic` tells the type of `payload`. */
export type DomainEvent<T extends Topic = Topic> = {
  [Name in T]: {
    /** The same in every delivery. */
    readonly id: string;
    readonly topic: Name;
    readonly payload: EventPayload<Name>;
    readonly occurredAt: Date;
  };
}[T];

/** An event as it travels and as the outbox keeps it. */
export interface EventEnvelope {
  readonly id: string;
  readonly topic: string;
  /** JSON text. */
  readonly payload: string;
  /** RFC 3339. */
  readonly occurredAt: string;
}

const envelopeShape = z.object({ id, occurredAt: z.iso.datetime() });

/** An envelope that this version cannot read: an unknown topic or a payload of another form. */
export class EventFormatError extends Error {
  override readonly name = "EventFormatError";
}

/** The services that get a topic. */
export function consumersOf(topic: Topic): readonly ServiceName[] {
  return topics[topic].consumers;
}

/** Whether a service may send this event: its topic is that service's own, or unknown to this version. */
export function maySend(service: string, { topic }: Pick<EventEnvelope, "topic">): boolean {
  return !isTopic(topic) || topics[topic].publisher === service;
}

/** Checks a payload against its topic; throws an EventFormatError. */
export function checkPayload<T extends Topic>(topic: T, payload: unknown): EventPayload<T> {
  const result = topics[topic].payload.safeParse(payload);
  if (result.success) return result.data as EventPayload<T>;
  throw new EventFormatError(`The payload of ${topic} is malformed.`, { cause: result.error });
}

/** Reads an envelope that another service sent; throws an EventFormatError. */
export function openEnvelope(envelope: EventEnvelope): DomainEvent {
  const { topic } = envelope;
  if (!isTopic(topic)) throw new EventFormatError("The topic of the event is unknown.");
  const head = envelopeShape.safeParse(envelope);
  if (!head.success) {
    throw new EventFormatError(`An event of ${topic} is malformed.`, { cause: head.error });
  }
  const payload = checkPayload(topic, parseJson(topic, envelope.payload));
  // The payload was checked against this very topic, which TypeScript cannot follow through a union.
  return {
    id: head.data.id,
    topic,
    payload,
    occurredAt: new Date(head.data.occurredAt),
  } as DomainEvent;
}

function isTopic(text: string): text is Topic {
  return Object.hasOwn(topics, text);
}

function parseJson(topic: Topic, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EventFormatError(`The payload of ${topic} is no JSON.`, { cause: error });
  }
}
