import { failure, gate, startFakeShop, type FakeShop } from "../tests/fakeShop";
import { aftersOf, change, collect, cut, sendInTurn } from "../tests/orderEvents";
import { createShop } from "./createShop";
import { NetworkError, RequestError } from "./errors";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

describe("statusChanged", () => {
  it("yields the present state and each change until the server completes", async () => {
    sendInTurn(shop, 1006, [1, 2, 3]);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).resolves.toEqual([1, 2, 3]);
    expect(shop.subscriptions).toHaveLength(1);
  });

  it.each([
    ["a restart of the gateway", 1001],
    ["a close that graphql-ws takes for normal", 1000],
    ["an error of the server", 1011],
    ["a broken connection", 4499],
  ])("asks for what came after the last event after %s", async (_name, code) => {
    sendInTurn(shop, code, [1, 2], [3], [4]);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).resolves.toEqual([1, 2, 3, 4]);
    expect(aftersOf(shop)).toEqual([undefined, "event-2", "event-3"]);
  });

  it("starts after the event the caller names, and again there when nothing came", async () => {
    sendInTurn(shop, 1001, [], [3]);
    const changes = createShop(shop.options).order.statusChanged({
      orderId: "order-1",
      after: "event-2",
    });
    await expect(collect(changes)).resolves.toEqual([3]);
    expect(aftersOf(shop)).toEqual(["event-2", "event-2"]);
  });

  it("drops what it has shown already", async () => {
    sendInTurn(shop, 1001, [1, 2], [2, 2, 3], [1, 2, 3, 4]);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).resolves.toEqual([1, 2, 3, 4]);
  });

  it("begins with the present state when the server no longer knows its last event", async () => {
    shop.events = async function* (subscription) {
      if (subscription.variables["after"] === "event-1") {
        const { body } = failure("NOT_FOUND");
        yield body as never;
        return;
      }
      if (shop.subscriptions.length === 1) {
        yield change(1);
        await cut(subscription, 1001);
      }
      yield change(4);
    };
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).resolves.toEqual([1, 4]);
    expect(aftersOf(shop)).toEqual([undefined, "event-1", undefined]);
  });

  it("ends with a RequestError when the server refuses the subscription", async () => {
    shop.events = async function* () {
      yield failure("NOT_FOUND").body as never;
    };
    const changes = createShop(shop.options).order.statusChanged({ orderId: "not-mine" });
    await expect(collect(changes)).rejects.toThrow(RequestError);
    expect(shop.subscriptions).toHaveLength(1);
  });

  it("ends with a NetworkError when the shop stays out of reach", async () => {
    sendInTurn(shop, 1001, ...Array.from({ length: 50 }, () => []));
    const client = createShop({ ...shop.options, reconnect: { attempts: 4, baseMs: 1 } });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      NetworkError,
    );
    expect(shop.subscriptions).toHaveLength(4);
  });

  it("counts only failures in a row", async () => {
    sendInTurn(shop, 1001, [1], [], [2], [], [3]);
    const client = createShop({ ...shop.options, reconnect: { attempts: 3, baseMs: 1 } });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).resolves.toEqual([
      1, 2, 3,
    ]);
  });

  it("stops at once when the caller returns while it waits for an event", async () => {
    const left = gate();
    shop.events = async function* () {
      try {
        yield change(1);
        await left.opened;
        yield change(2);
      } finally {
        left.open();
      }
    };
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await changes.next();
    const pending = changes.next();
    await expect(changes.return()).resolves.toMatchObject({ done: true });
    await expect(pending).resolves.toMatchObject({ done: true });
    left.open();
  });

  it("throws the reason of the caller's signal", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    shop.events = async function* () {
      yield change(1);
      controller.abort(new Error("The page was left."));
      await new Promise(() => {});
    };
    const changes = createShop(shop.options).order.statusChanged(
      { orderId: "order-1" },
      { signal },
    );
    await expect(collect(changes)).rejects.toThrow("The page was left.");
  });

  it("says what is missing where there is no WebSocket", async () => {
    const client = createShop({ ...shop.options, webSocketImpl: "not a class" });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      /WebSocket/,
    );
  });
});

describe("subscribe without a way to resume", () => {
  const text = "subscription S { orderStatusChanged(orderId: 1) { event { id } } }";

  it("ends with a NetworkError when the connection is lost: events may have been missed", async () => {
    sendInTurn(shop, 1001, [1], [2]);
    const results: unknown[] = [];
    const read = async () => {
      for await (const result of createShop(shop.options).subscribe(text, {})) results.push(result);
    };
    await expect(read()).rejects.toThrow(NetworkError);
    expect(results).toHaveLength(1);
  });

  it("is simply asked for again while no event has come: nothing can be missing", async () => {
    sendInTurn(shop, 1001, [], [1]);
    const results: unknown[] = [];
    for await (const result of createShop(shop.options).subscribe(text, {})) results.push(result);
    expect(results).toHaveLength(1);
  });

  it("may follow another one that has just ended and takes its connection with it", async () => {
    shop.events = async function* () {
      yield change(1);
      await new Promise(() => {});
    };
    const client = createShop(shop.options);
    for (let count = 0; count < 3; count++) {
      const results = client.subscribe(text, {});
      await expect(results.next()).resolves.toMatchObject({ done: false });
      await results.return();
    }
  });
});

describe("graphql-ws", () => {
  it("is asked for again by the next subscription when it could not be loaded", async () => {
    sendInTurn(shop, 1001, [1]);
    const { graphqlWs: load } = shop.options;
    const loads = [() => Promise.reject(new TypeError("Failed to fetch the module")), load];
    const client = createShop({
      ...shop.options,
      graphqlWs: () => loads.shift()?.() ?? Promise.reject(new Error("Loaded again.")),
    });
    const watch = () => collect(client.order.statusChanged({ orderId: "order-1" }));
    await expect(watch()).rejects.toThrow("Failed to fetch the module");
    await expect(watch()).resolves.toEqual([1]);
  });
});
