import {
  checkPayload,
  consumersOf,
  EventFormatError,
  openEnvelope,
  topics,
  type EventEnvelope,
  type TopicOf,
} from "./events";
import { newId } from "./ids";

const captured = {
  paymentId: newId(),
  orderId: newId(),
  amountMinor: 1_999,
  currency: "USD",
  capturedAt: "2030-01-02T03:04:05.678Z",
};

function envelope(changes: Partial<EventEnvelope> = {}): EventEnvelope {
  return {
    id: newId(),
    topic: "payment.captured",
    payload: JSON.stringify(captured),
    occurredAt: "2030-01-02T03:04:05.678Z",
    ...changes,
  };
}

describe("the registry of events", () => {
  it("knows who gets what", () => {
    expect(consumersOf("payment.captured")).toEqual(["order"]);
    expect(consumersOf("order.paid")).toEqual(["product", "marketing"]);
    expect(Object.keys(topics)).toHaveLength(8);
    const topicsOfOrder: TopicOf<"order">[] = [
      "payment.captured",
      "refund.succeeded",
      "refund.failed",
    ];
    for (const topic of topicsOfOrder) expect(consumersOf(topic)).toEqual(["order"]);
    expect(consumersOf("refund.due")).toEqual(["pay"]);
    expect(consumersOf("stock.returned")).toEqual(["product"]);
  });

  it("lets a refund be of all that is left, and never of nothing", () => {
    const due = {
      orderId: newId(),
      paymentId: newId(),
      amountMinor: null,
      currency: "USD",
      key: "payment:refund:1",
      reason: "The order had expired.",
    };
    expect(checkPayload("refund.due", due)).toEqual(due);
    for (const wrong of [{ amountMinor: 0 }, { key: "" }, { reason: "" }]) {
      expect(() => checkPayload("refund.due", { ...due, ...wrong })).toThrow(EventFormatError);
    }
  });

  it("checks payloads by topic", () => {
    expect(checkPayload("payment.captured", captured)).toEqual(captured);
    for (const wrong of [
      null,
      {},
      { ...captured, orderId: "1" },
      { ...captured, amountMinor: 0.5 },
      { ...captured, currency: "XXX" },
    ]) {
      expect(() => checkPayload("payment.captured", wrong)).toThrow(EventFormatError);
    }
  });
});

describe("envelopes", () => {
  it("are opened into an event with its typed payload", () => {
    const sent = envelope();
    expect(openEnvelope(sent)).toEqual({
      id: sent.id,
      topic: "payment.captured",
      payload: captured,
      occurredAt: new Date("2030-01-02T03:04:05.678Z"),
    });
  });

  it("may hold more than this version knows, which is left out", () => {
    const payload = JSON.stringify({ ...captured, newField: 1 });
    expect(openEnvelope(envelope({ payload })).payload).toEqual(captured);
  });

  it("are refused when anything about them is malformed", () => {
    for (const wrong of [
      { topic: "payment.unknown" },
      { topic: "__proto__" },
      { id: "1" },
      { occurredAt: "yesterday" },
      { payload: "{" },
      { payload: "{}" },
    ]) {
      expect(() => openEnvelope(envelope(wrong))).toThrow(EventFormatError);
    }
  });
});
