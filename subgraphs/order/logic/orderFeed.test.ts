import { newId } from "@micro-shop/common/ids";
import { createLog } from "@micro-shop/common/log";
import { createGate } from "@micro-shop/common/testing/gate";
import { until } from "@micro-shop/common/testing/until";
import type { EventPosition, OrderEventRow } from "../model/orderEvents";
import { createOrderFeed, type OrderFeed } from "./orderFeed";

/** The stored events of a test, and how often they were read. */
function createStore() {
  const events: OrderEventRow[] = [];
  const store = {
    events,
    refused: new Set<string>(),
    reads: 0,
    readsBefore: [] as (() => Promise<void>)[],
    add(orderId: string, version: number): void {
      events.push({
        id: newId(),
        orderId,
        version,
        status: "PAID",
        actor: "SYSTEM",
        note: null,
        at: new Date(),
      });
    },
    async readEventsAfter(positions: readonly EventPosition[]): Promise<OrderEventRow[]> {
      store.reads += 1;
      await store.readsBefore.shift()?.();
      return events
        .filter((event) =>
          positions.some(
            ({ orderId, version }) => orderId === event.orderId && event.version > version,
          ),
        )
        .toSorted((left, right) => left.version - right.version);
    },
  };
  return store;
}

async function take(
  events: AsyncIterator<OrderEventRow, unknown>,
  count: number,
): Promise<number[]> {
  const versions: number[] = [];
  while (versions.length < count) {
    const next = await events.next();
    if (next.done === true) break;
    versions.push(next.value.version);
  }
  return versions;
}

describe("the feed of order events", () => {
  let store: ReturnType<typeof createStore>;
  let feed: OrderFeed;
  const orderId = newId();
  const openFeed = (pollMs: number): OrderFeed =>
    createOrderFeed({
      readEventsAfter: (positions) => store.readEventsAfter(positions),
      findRefused: async (orderIds) => orderIds.filter((id) => store.refused.has(id)),
      log: createLog("test", "silent"),
      pollMs,
    });
  beforeEach(() => {
    store = createStore();
    feed = openFeed(60_000);
  });
  afterEach(() => feed.close());

  it("ends for those who wait for the first event of an order that is refused, and for nobody else", async () => {
    const [refused, other, placed] = [newId(), newId(), newId()];
    store.add(placed, 1);
    const streams = [refused, refused, other, placed].map((id) => feed.listen(id, 0));
    const [first, second, pending, event] = streams.map((stream) => stream.next());
    store.refused.add(refused);
    feed.wake(refused);
    expect(await first).toEqual({ done: true, value: undefined });
    expect(await second).toEqual({ done: true, value: undefined });
    expect((await event)?.value).toMatchObject({ version: 1 });
    store.add(other, 1);
    feed.wake(other);
    expect((await pending)?.value).toMatchObject({ version: 1 });
  });

  it("gives stored events first, then each new one once and in order", async () => {
    store.add(orderId, 1);
    store.add(orderId, 2);
    const events = feed.listen(orderId, 0);
    expect(await take(events, 2)).toEqual([1, 2]);
    store.add(orderId, 3);
    feed.wake(orderId);
    feed.wake(orderId);
    store.add(orderId, 4);
    feed.wake(orderId);
    expect(await take(events, 2)).toEqual([3, 4]);
  });

  it("starts each listener where it stands, with one read for all", async () => {
    for (const version of [1, 2, 3]) store.add(orderId, version);
    const readers = [feed.listen(orderId, 2), feed.listen(orderId, 0), feed.listen(orderId, 1)];
    const taken = await Promise.all(
      readers.map((reader, index) => take(reader, [1, 3, 2][index] ?? 0)),
    );
    expect(taken).toEqual([[3], [1, 2, 3], [2, 3]]);
    // The round under way may still look once more for those who came during it.
    await new Promise(setImmediate);
    const before = store.reads;
    store.add(orderId, 4);
    feed.wake(orderId);
    expect(await Promise.all(readers.map((reader) => take(reader, 1)))).toEqual([[4], [4], [4]]);
    expect(store.reads - before).toBe(1);
  });

  it("skips nothing for a listener that comes while others are read for", async () => {
    for (const version of [1, 2, 3]) store.add(orderId, version);
    const gate = createGate();
    store.readsBefore.push(gate.pass);
    const early = feed.listen(orderId, 2);
    await gate.reached;
    const late = feed.listen(orderId, 0);
    gate.open();
    expect(await take(late, 3)).toEqual([1, 2, 3]);
    expect(await take(early, 1)).toEqual([3]);
  });

  it("finds the changes of other processes by its poll", async () => {
    feed.close();
    feed = openFeed(5);
    const events = feed.listen(orderId, 0);
    const next = take(events, 1);
    store.add(orderId, 1);
    expect(await next).toEqual([1]);
  });

  it("loses nothing that is written while it reads", async () => {
    const gate = createGate();
    store.readsBefore.push(gate.pass);
    const events = feed.listen(orderId, 0);
    await gate.reached;
    const other = newId();
    store.add(other, 1);
    const late = feed.listen(other, 0);
    gate.open();
    expect(await take(late, 1)).toEqual([1]);
    store.add(orderId, 1);
    feed.wake(orderId);
    expect(await take(events, 1)).toEqual([1]);
  });

  it("survives reads that fail", async () => {
    feed.close();
    feed = openFeed(5);
    store.readsBefore.push(
      () => Promise.reject(new Error("the database is away")),
      () => Promise.reject(new Error("still")),
    );
    store.add(orderId, 1);
    expect(await take(feed.listen(orderId, 0), 1)).toEqual([1]);
  });

  it("reads nothing while nobody listens", async () => {
    feed.close();
    feed = openFeed(2);
    feed.wake(orderId);
    const events = feed.listen(orderId, 0);
    await until("a poll", () => store.reads > 2);
    await events.return?.();
    const before = store.reads;
    feed.wake(orderId);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.reads).toBe(before);
  });

  it("ends a reader that waits, at once when it returns", async () => {
    const events = feed.listen(orderId, 0);
    const waiting = events.next();
    await events.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it("ends all readers when it closes", async () => {
    const waiting = [feed.listen(orderId, 0).next(), feed.listen(newId(), 0).next()];
    feed.close();
    expect(await Promise.all(waiting)).toMatchObject([{ done: true }, { done: true }]);
  });
});
