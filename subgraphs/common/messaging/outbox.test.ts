import { and, eq, isNull } from "drizzle-orm";
import { openDatabase } from "../database/pool";
import { recordStatements } from "../database/statements";
import { inTransaction } from "../database/transaction";
import type { EventEnvelope, EventPayload } from "../events";
import { newId } from "../ids";
import { createLog } from "../log";
import { createTables } from "../testing/createTables";
import { createGate } from "../testing/gate";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { until } from "../testing/until";
import type { EventBus } from "./eventBus";
import { appendEvent } from "./outbox";
import { claimBatch, markPublished, pendingConsumers } from "./outboxQueue";
import { outboxRelay, type OutboxRelayOptions } from "./outboxRelay";
import { outbox } from "./tables";

let database: TestDatabase;
const log = createLog("test", "silent");
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase("outbox");
  await createTables(database, { outbox });
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await database.drizzle.delete(outbox);
});
afterAll(() => database.close());

function closed(): EventPayload<"order.cancelled"> {
  return { orderId: newId(), couponId: null, reason: "test" };
}

/** Appends one event for product and one for marketing. */
function append(): Promise<string> {
  return inTransaction(database, (transaction) =>
    appendEvent(transaction, "order.cancelled", closed()),
  );
}

/** A bus that remembers what each consumer got. */
function recordingBus(publish?: EventBus["publish"]) {
  const got: { consumer: string; id: string }[] = [];
  return {
    got,
    idsOf: (consumer: string) => got.filter((one) => one.consumer === consumer).map(({ id }) => id),
    publish: async (
      consumer: Parameters<EventBus["publish"]>[0],
      events: readonly EventEnvelope[],
    ) => {
      const accepted = publish ? await publish(consumer, events) : events.map(({ id }) => id);
      got.push(...accepted.map((id) => ({ consumer, id })));
      return accepted;
    },
  };
}

function startRelay(options: Partial<OutboxRelayOptions> & Pick<OutboxRelayOptions, "bus">): void {
  stops.push(outboxRelay({ database, log, ...options }).start());
}

async function unpublished(consumer?: string): Promise<number> {
  const ofConsumer = consumer === undefined ? undefined : eq(outbox.consumer, consumer);
  const rows = await database.drizzle
    .select({ id: outbox.eventId })
    .from(outbox)
    .where(and(isNull(outbox.publishedAt), ofConsumer));
  return rows.length;
}

/** So many sent events that the optimizer reads the table by its index, as it does in a shop that runs. */
async function fillWithHistory(): Promise<void> {
  const sent = { topic: "order.cancelled", payload: "{}", consumer: "product" };
  const at = { occurredAt: new Date(0), availableAt: new Date(0), publishedAt: new Date(0) };
  const rows = Array.from({ length: 500 }, () => ({ eventId: newId(), ...sent, ...at }));
  await database.drizzle.insert(outbox).values(rows);
  await database.pool.query("ANALYZE TABLE outbox");
}

function drained(): Promise<unknown> {
  return until("an empty outbox", async () => (await unpublished()) === 0);
}

describe("appending", () => {
  it("writes a row for each consumer in one statement", async () => {
    const { statements } = await recordStatements(append);
    expect(statements).toHaveLength(1);
    expect([...(await pendingConsumers(database))].toSorted()).toEqual(["marketing", "product"]);
  });

  it("leaves nothing behind when the transaction rolls back", async () => {
    const failing = inTransaction(database, async (transaction) => {
      await appendEvent(transaction, "order.cancelled", closed());
      throw new Error("refused");
    });
    await expect(failing).rejects.toThrow("refused");
    expect(await unpublished()).toBe(0);
  });

  it("refuses a payload that is none of the topic", async () => {
    const wrong = { ...closed(), orderId: "1" };
    const failing = inTransaction(database, (transaction) =>
      appendEvent(transaction, "order.cancelled", wrong),
    );
    await expect(failing).rejects.toThrow("The payload of order.cancelled is malformed.");
  });
});

describe("the relay", () => {
  it("sends each event to each of its consumers, at once after the commit", async () => {
    const bus = recordingBus();
    startRelay({ bus, pollMs: 600_000 });
    const ids = [await append(), await append(), await append()];
    await drained();
    expect(bus.idsOf("product").toSorted()).toEqual(ids.toSorted());
    expect(bus.idsOf("marketing").toSorted()).toEqual(ids.toSorted());
  });

  it("hands over what was recorded, ready to be opened", async () => {
    let sent: readonly EventEnvelope[] = [];
    const payload = closed();
    await inTransaction(database, (transaction) =>
      appendEvent(transaction, "order.cancelled", payload),
    );
    startRelay({
      bus: recordingBus(async (_consumer, events) => {
        sent = events;
        return events.map(({ id }) => id);
      }),
    });
    await drained();
    expect(sent).toEqual([
      {
        id: expect.any(String),
        topic: "order.cancelled",
        payload: JSON.stringify(payload),
        occurredAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
  });

  it("sends in batches of bounded size, oldest first", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 7; count++) ids.push(await append());
    const sizes: number[] = [];
    const bus = recordingBus(async (_consumer, events) => {
      sizes.push(events.length);
      return events.map(({ id }) => id);
    });
    startRelay({ bus, batchSize: 3 });
    await drained();
    expect(Math.max(...sizes)).toBe(3);
    expect(bus.idsOf("product")).toEqual(ids);
  });

  it("claims once for each consumer what one claim can hold", async () => {
    await append();
    const { statements } = await recordStatements(async () => {
      startRelay({ bus: recordingBus() });
      await until("all are sent", async () => (await unpublished()) === 0);
      await Promise.all(stops.splice(0).map((stop) => stop()));
    });
    expect(statements.filter((sql) => sql.includes("skip locked"))).toHaveLength(2);
  });

  it("finds by its poll what another process recorded", async () => {
    const bus = recordingBus();
    startRelay({ bus, pollMs: 10 });
    const row = { eventId: newId(), topic: "order.cancelled", payload: "{}" };
    const times = { occurredAt: new Date(), availableAt: new Date(0) };
    await database.drizzle.insert(outbox).values({ ...row, ...times, consumer: "product" });
    await drained();
    expect(bus.got).toHaveLength(1);
  });

  it("finds an event whose transaction commits after younger ones, and meanwhile sends those", async () => {
    await fillWithHistory();
    const bus = recordingBus();
    startRelay({ bus, pollMs: 600_000 });
    const gate = createGate();
    stops.push(async () => gate.open());
    const late = inTransaction(database, async (transaction) => {
      const id = await appendEvent(transaction, "order.cancelled", closed());
      await gate.pass();
      return id;
    });
    await gate.reached;
    await append();
    await until("the younger event", () => bus.got.length === 2);
    gate.open();
    const lateId = await late;
    await drained();
    expect(bus.idsOf("product")).toContain(lateId);
  });

  it("delivers to the others while one consumer is dead, and to that one when it is back", async () => {
    let isDead = true;
    const bus = recordingBus(async (consumer, events) => {
      if (consumer === "product" && isDead) throw new Error("connection refused");
      return events.map(({ id }) => id);
    });
    startRelay({ bus, pollMs: 20 });
    const ids = [await append(), await append()];
    await until("marketing's events", async () => (await unpublished("marketing")) === 0);
    expect(bus.idsOf("product")).toEqual([]);
    expect(await unpublished("product")).toBe(2);
    isDead = false;
    await drained();
    expect(bus.idsOf("product").toSorted()).toEqual(ids.toSorted());
  });

  it("never waits for a consumer that hangs before it serves another", async () => {
    const gate = createGate();
    const bus = recordingBus(async (consumer, events) => {
      if (consumer === "product") await gate.pass();
      return events.map(({ id }) => id);
    });
    startRelay({ bus });
    await append();
    await gate.reached;
    await append();
    await until("marketing's events", async () => (await unpublished("marketing")) === 0);
    gate.open();
    await drained();
  });

  it("sends again only the events that the consumer did not accept", async () => {
    const poison = await append();
    const ids = [await append(), await append()];
    let attempts = 0;
    const bus = recordingBus(async (consumer, events) => {
      const isRefused = (id: string): boolean =>
        consumer === "product" && id === poison && attempts++ < 3;
      return events.map(({ id }) => id).filter((id) => !isRefused(id));
    });
    startRelay({ bus, pollMs: 10 });
    await drained();
    expect(attempts).toBe(4);
    expect(bus.idsOf("product")).toEqual([...ids, poison]);
  });

  it("tells why nothing was delivered also when the claim cannot be given back", async () => {
    await append();
    const own = openDatabase({ url: database.url, acquireTimeoutMs: 10_000 });
    const warn = jest.spyOn(log, "warn");
    // Closed once only, for both consumers.
    let closing: Promise<void> | null = null;
    const bus = recordingBus(async () => {
      await (closing ??= own.close());
      throw new Error("no route to product");
    });
    startRelay({ bus, database: own });
    const causes = () => warn.mock.calls.map(([facts]) => String((facts as { err?: unknown }).err));
    await until("the complaint", () => causes().includes("Error: no route to product"));
    warn.mockRestore();
  });

  it("marks nothing that it has not sent, whatever the consumer answers", async () => {
    const later = await append();
    await database.drizzle.update(outbox).set({ availableAt: new Date("2100-01-01") });
    await append();
    const bus = recordingBus(async (_consumer, events) => [...events.map(({ id }) => id), later]);
    const stop = outboxRelay({ database, log, bus }).start();
    await until("both deliveries", () => bus.got.length === 4);
    await stop();
    expect(await unpublished()).toBe(2);
  });

  it("goes on when the database cannot be read for a while", async () => {
    const bus = recordingBus();
    await database.pool.query("RENAME TABLE outbox TO outbox_away");
    startRelay({ bus, pollMs: 10 });
    await new Promise((resolve) => setImmediate(resolve));
    await database.pool.query("RENAME TABLE outbox_away TO outbox");
    await append();
    await drained();
    expect(bus.got).toHaveLength(2);
  });

  it("leaves alone what is for a consumer it does not know", async () => {
    const row = { eventId: newId(), topic: "order.cancelled", payload: "{}", consumer: "nobody" };
    await database.drizzle
      .insert(outbox)
      .values({ ...row, occurredAt: new Date(), availableAt: new Date(0) });
    const error = jest.spyOn(log, "error");
    const bus = recordingBus();
    startRelay({ bus, pollMs: 10 });
    await until("the complaint", () => error.mock.calls.length > 0);
    expect(bus.got).toEqual([]);
  });

  it("lets what is under way end before it stops", async () => {
    const gate = createGate();
    const bus = recordingBus(async (_consumer, events) => {
      await gate.pass();
      return events.map(({ id }) => id);
    });
    const stop = outboxRelay({ database, log, bus }).start();
    await append();
    await gate.reached;
    const stopped = stop();
    gate.open();
    await stopped;
    const sent = bus.got.length;
    expect(sent).toBeGreaterThan(0);
    expect(await unpublished()).toBe(2 - sent);
  });
});

describe("several relays", () => {
  it("never claim the same event at the same time", async () => {
    for (let count = 0; count < 20; count++) await append();
    const batches = await Promise.all(
      Array.from({ length: 6 }, () => claimBatch(database, "product", 5)),
    );
    const claimed = batches.flatMap((batch) => batch.events.map(({ id }) => id));
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed).toHaveLength(20);
  });

  it("send every event exactly once between them while all are well", async () => {
    const bus = recordingBus();
    for (let relay = 0; relay < 3; relay++) startRelay({ bus, pollMs: 10, batchSize: 2 });
    const ids = await Promise.all(Array.from({ length: 30 }, append));
    await drained();
    expect(bus.idsOf("product").toSorted()).toEqual(ids.toSorted());
    expect(bus.idsOf("marketing").toSorted()).toEqual(ids.toSorted());
  });

  it("send again what a relay had claimed when it died, after its claim has lapsed", async () => {
    const id = await append();
    await claimBatch(database, "product", 10);
    expect(await pendingConsumers(database)).toEqual(["marketing"]);
    await database.drizzle.update(outbox).set({ availableAt: new Date(0) });
    expect((await claimBatch(database, "product", 10)).events.map((event) => event.id)).toEqual([
      id,
    ]);
  });

  it("mark what they delivered even when their claim has lapsed meanwhile", async () => {
    const id = await append();
    await claimBatch(database, "product", 10);
    await database.drizzle.update(outbox).set({ availableAt: new Date(0) });
    await claimBatch(database, "product", 10);
    await markPublished(database, "product", [id]);
    await markPublished(database, "product", []);
    expect(await unpublished("product")).toBe(0);
    expect(await unpublished("marketing")).toBe(1);
  });
});
