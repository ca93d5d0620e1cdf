import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { uuid } from "../database/columns";
import { runAsRequest } from "../database/statements";
import type { Transaction } from "../database/pool";
import type { DomainEvent, EventEnvelope, TopicOf } from "../events";
import { newId } from "../ids";
import { createLog } from "../log";
import { startDeadline } from "../resilience/deadline";
import { createTables } from "../testing/createTables";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { createEmbeddedEventBus } from "./eventBus";
import { createEventReceiver } from "./eventReceiver";
import { NotYet } from "./notYet";
import { inbox } from "./tables";

const effect = mysqlTable("effect", {
  number: int("number").primaryKey().autoincrement(),
  orderId: uuid("order_id").notNull(),
});

let database: TestDatabase;
const log = createLog("test", "silent");

beforeAll(async () => {
  database = await testDatabase("event_receiver");
  await createTables(database, { inbox, effect });
});
afterEach(() => database.drizzle.delete(effect));
afterAll(() => database.close());

const poisonedOrder = newId();
const earlyOrder = newId();

async function note(
  transaction: Transaction,
  { payload }: DomainEvent<TopicOf<"product">>,
): Promise<void> {
  await transaction.insert(effect).values({ orderId: payload.orderId });
  if (payload.orderId === poisonedOrder) throw new Error("cannot be applied");
  if (payload.orderId === earlyOrder) throw new NotYet("still being placed");
}

function receiver(receiverLog = log) {
  const handlers = {
    "order.paid": note,
    "order.cancelled": note,
    "order.expired": note,
    "stock.returned": note,
  };
  return createEventReceiver({ consumer: "product", database, log: receiverLog, handlers });
}

function envelope(orderId = newId(), topic = "order.cancelled"): EventEnvelope {
  const payload = JSON.stringify({ orderId, couponId: null, reason: "test" });
  return { id: newId(), topic, payload, occurredAt: new Date().toISOString() };
}

async function ordersNoted(): Promise<string[]> {
  return (await database.drizzle.select().from(effect)).map((row) => row.orderId);
}

describe("the receiver of events", () => {
  it("applies each event once, however often it comes", async () => {
    const orderId = newId();
    const one = envelope(orderId);
    const receive = receiver();
    expect(await receive([one, one])).toEqual([one.id, one.id]);
    expect(await receive([one])).toEqual([one.id]);
    expect(await ordersNoted()).toEqual([orderId]);
  });

  it("accepts the others when one cannot be applied, and undoes that one's effect", async () => {
    const good = [newId(), newId()].map((orderId) => ({ orderId, sent: envelope(orderId) }));
    const [first, second] = good.map(({ sent }) => sent) as [EventEnvelope, EventEnvelope];
    const accepted = await receiver()([first, envelope(poisonedOrder), second]);
    expect(accepted).toEqual([first.id, second.id]);
    expect(await ordersNoted()).toEqual(good.map(({ orderId }) => orderId));
  });

  it("leaves one that came too early with its sender, which is no error until it has waited for minutes", async () => {
    const errors: unknown[] = [];
    const receive = receiver(
      Object.assign(createLog("test", "silent"), {
        error: (details: unknown) => void errors.push(details),
      }),
    );
    const early = envelope(earlyOrder);
    expect(await receive([early])).toEqual([]);
    expect(errors).toEqual([]);
    const occurredAt = new Date(Date.now() - 6 * 60_000).toISOString();
    expect(await receive([{ ...early, occurredAt }, envelope(poisonedOrder)])).toEqual([]);
    expect(errors).toMatchObject([{ eventId: early.id }, { topic: "order.cancelled" }]);
    expect(await ordersNoted()).toEqual([]);
  });

  it("answers what it has applied before its time is over, and leaves the rest", async () => {
    const [first, second] = [envelope(), envelope()];
    const receive = receiver();
    expect(await runAsRequest(startDeadline(400), () => receive([first, second]))).toEqual([
      first.id,
    ]);
    expect(await ordersNoted()).toHaveLength(1);
  });

  it("accepts nothing that is malformed, unknown or for somebody else", async () => {
    const foreign = {
      ...envelope(newId(), "payment.captured"),
      payload: JSON.stringify({
        paymentId: newId(),
        orderId: newId(),
        amountMinor: 1,
        currency: "USD",
        capturedAt: new Date().toISOString(),
      }),
    };
    const malformed = { ...envelope(), payload: "{" };
    expect(await receiver()([malformed, envelope(newId(), "no.topic"), foreign])).toEqual([]);
  });
});

describe("the embedded bus", () => {
  it("carries events from one service's publish to another's subscriber", async () => {
    const product = createEmbeddedEventBus({ deliver: async () => [] });
    product.subscribe(receiver());
    const order = createEmbeddedEventBus({
      deliver: (consumer, events) =>
        consumer === "product" ? product.receive(events) : Promise.resolve([]),
    });
    const one = envelope();
    expect(await order.publish("product", [one])).toEqual([one.id]);
    expect(await order.publish("marketing", [one])).toEqual([]);
    expect(await ordersNoted()).toHaveLength(1);
  });

  it("takes nothing before somebody subscribes, after it is closed, or for a second subscriber", async () => {
    const bus = createEmbeddedEventBus({ deliver: async () => [] });
    await expect(bus.receive([])).rejects.toThrow("takes no events");
    bus.subscribe(async () => []);
    expect(() => bus.subscribe(async () => [])).toThrow("has a subscriber already");
    await bus.close();
    await expect(bus.receive([])).rejects.toThrow("takes no events");
    await expect(bus.publish("product", [])).rejects.toThrow("is closed");
  });
});
