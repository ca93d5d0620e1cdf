import {
  failure,
  gate,
  startFakeShop,
  tokens,
  type FakeShop,
  type SeenSubscription,
} from "../tests/fakeShop";
import { createShop } from "./createShop";
import { AuthError, NetworkError, RequestError } from "./errors";
import type { OrderStatusChange } from "./rooms/order";
import { memoryTokenStore } from "./tokens";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

const statuses = ["PENDING_PAYMENT", "PAID", "SHIPPED", "DELIVERED", "COMPLETED"];

/** The event that made the order's `version`-th state. */
function change(version: number) {
  const event = {
    id: `event-${version}`,
    version,
    status: statuses[version - 1],
    at: "2030-01-01",
  };
  return { data: { orderStatusChanged: { event, order: { id: "order-1" } } } };
}

/** One list of versions a connection, each followed by a close with the given code; the last one completes. */
function sendInTurn(code: number, ...connections: readonly (readonly number[])[]): void {
  shop.events = async function* (subscription) {
    const turn = shop.subscriptions.length - 1;
    for (const version of connections[turn] ?? []) yield change(version);
    if (turn < connections.length - 1) await cut(subscription, code);
  };
}

/** Closes the connection and sends nothing more. */
function cut(subscription: SeenSubscription, code: number): Promise<never> {
  subscription.close(code);
  return new Promise(() => {});
}

async function collect(changes: AsyncIterable<OrderStatusChange>): Promise<number[]> {
  const versions: number[] = [];
  for await (const { event } of changes) versions.push(event.version);
  return versions;
}

const afters = () => shop.subscriptions.map(({ variables }) => variables["after"]);

describe("statusChanged", () => {
  it("yields the present state and each change until the server completes", async () => {
    sendInTurn(1006, [1, 2, 3]);
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
    sendInTurn(code, [1, 2], [3], [4]);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).resolves.toEqual([1, 2, 3, 4]);
    expect(afters()).toEqual([undefined, "event-2", "event-3"]);
  });

  it("starts after the event the caller names, and again there when nothing came", async () => {
    sendInTurn(1001, [], [3]);
    const changes = createShop(shop.options).order.statusChanged({
      orderId: "order-1",
      after: "event-2",
    });
    await expect(collect(changes)).resolves.toEqual([3]);
    expect(afters()).toEqual(["event-2", "event-2"]);
  });

  it("drops what it has shown already", async () => {
    sendInTurn(1001, [1, 2], [2, 2, 3], [1, 2, 3, 4]);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).resolves.toEqual([1, 2, 3, 4]);
  });

  it("begins with the present state when the server no longer knows its last event", async () => {
    shop.events = async function* (subscription) {
      if (subscription.variables["after"] === "event-1") {
        yield { errors: [], ...(failure("NOT_FOUND").body as object) } as never;
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
    expect(afters()).toEqual([undefined, "event-1", undefined]);
  });

  it.each([4401, 4403])("renews a token the gateway closed for (%d) and goes on", async (code) => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } },
    });
    sendInTurn(code, [1], [2]);
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).resolves.toEqual([
      1, 2,
    ]);
    expect(shop.subscriptions.map(({ authorization }) => authorization)).toEqual([
      "Bearer access-1",
      "Bearer access-2",
    ]);
    expect(afters()).toEqual([undefined, "event-1"]);
  });

  it("renews once for all subscriptions of the connection", async () => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } },
    });
    shop.events = async function* (subscription) {
      if (subscription.authorization !== "Bearer access-1") {
        yield change(2);
        return;
      }
      yield change(1);
      if (shop.subscriptions.length === 3) subscription.close(4403);
      await new Promise(() => {});
    };
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    const all = await Promise.all(
      ["a", "b", "c"].map((orderId) => collect(client.order.statusChanged({ orderId }))),
    );
    expect(all).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(shop.requests).toHaveLength(1);
  });

  it("ends with an AuthError when the session is over", async () => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: null, userErrors: [{}] } } },
    });
    sendInTurn(4403, [1], []);
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      AuthError,
    );
  });

  it("ends with an AuthError when the renewed token is refused too, after one renewal", async () => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } },
    });
    sendInTurn(4403, ...Array.from({ length: 20 }, () => []));
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      AuthError,
    );
    expect(shop.requests).toHaveLength(1);
  });

  it("ends with an AuthError for a guest", async () => {
    sendInTurn(4403, [], []);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).rejects.toThrow(AuthError);
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
    sendInTurn(1001, ...Array.from({ length: 50 }, () => []));
    const client = createShop({ ...shop.options, reconnect: { attempts: 4, baseMs: 1 } });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      NetworkError,
    );
    expect(shop.subscriptions).toHaveLength(4);
  });

  it("counts only failures in a row", async () => {
    sendInTurn(1001, [1], [], [2], [], [3]);
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
  it("ends with a NetworkError when the connection is lost: events may have been missed", async () => {
    sendInTurn(1001, [1], [2]);
    const text = "subscription S { orderStatusChanged(orderId: 1) { event { id } } }";
    const results: unknown[] = [];
    const read = async () => {
      for await (const result of createShop(shop.options).subscribe(text, {})) results.push(result);
    };
    await expect(read()).rejects.toThrow(NetworkError);
    expect(results).toHaveLength(1);
  });
});
