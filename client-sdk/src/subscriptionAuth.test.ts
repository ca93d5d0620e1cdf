import { failure, startFakeShop, tokens, type FakeShop } from "../tests/fakeShop";
import { aftersOf, change, collect, cut, sendInTurn } from "../tests/orderEvents";
import { createShop } from "./createShop";
import { AuthError } from "./errors";
import { memoryTokenStore } from "./tokens";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

describe("statusChanged and the session", () => {
  it.each([4401, 4403])("renews a token the gateway closed for (%d) and goes on", async (code) => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } },
    });
    sendInTurn(shop, code, [1], [2]);
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).resolves.toEqual([
      1, 2,
    ]);
    expect(shop.subscriptions.map(({ authorization }) => authorization)).toEqual([
      "Bearer access-1",
      "Bearer access-2",
    ]);
    expect(aftersOf(shop)).toEqual([undefined, "event-1"]);
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
    sendInTurn(shop, 4403, [1], []);
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      AuthError,
    );
  });

  it("ends with an AuthError when the renewed token is refused too, after one renewal", async () => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } },
    });
    sendInTurn(shop, 4403, ...Array.from({ length: 20 }, () => []));
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      AuthError,
    );
    expect(shop.requests).toHaveLength(1);
  });

  it("goes on when the renewal itself fails for want of a connection and then succeeds", async () => {
    shop.answer = () =>
      shop.requests.length === 1
        ? { status: 502, body: "bad gateway" }
        : { body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } } };
    shop.events = async function* (subscription) {
      if (subscription.authorization === "Bearer access-2") return yield change(2);
      if (shop.subscriptions.length === 1) yield change(1);
      await cut(subscription, 4403);
    };
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).resolves.toEqual([
      1, 2,
    ]);
    expect(shop.requests).toHaveLength(2);
  });

  it("ends with an AuthError when the session turns out to be over before the connection is made", async () => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: null, userErrors: [{}] } } },
    });
    shop.events = async function* (subscription) {
      if (subscription.authorization === undefined) yield failure("UNAUTHENTICATED").body as never;
    };
    const ended = { ...tokens(1), expiresAt: "2020-01-01T00:00:00Z" };
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(ended) });
    await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).rejects.toThrow(
      AuthError,
    );
  });

  it("ends with an AuthError for a guest", async () => {
    sendInTurn(shop, 4403, [], []);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).rejects.toThrow(AuthError);
  });

  describe("over many lifetimes of a token", () => {
    let nowMs = Date.parse("2030-01-01T00:00:00Z");
    beforeEach(() => {
      jest.spyOn(Date, "now").mockImplementation(() => nowMs);
    });
    afterEach(() => jest.restoreAllMocks());

    it("goes on although no event comes in a whole lifetime", async () => {
      let number = 1;
      shop.answer = () => ({
        body: { data: { refreshSession: { session: tokens(++number), userErrors: [] } } },
      });
      shop.events = async function* (subscription) {
        const turn = shop.subscriptions.length;
        if (turn === 1) yield change(1);
        if (turn === 4) yield change(2);
        if (turn === 4) return;
        nowMs += 15 * 60_000;
        await cut(subscription, 4403);
      };
      const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
      await expect(collect(client.order.statusChanged({ orderId: "order-1" }))).resolves.toEqual([
        1, 2,
      ]);
      expect(aftersOf(shop)).toEqual([undefined, "event-1", "event-1", "event-1"]);
    });
  });

  it("does not renew for a reader who learns late that the old connection was closed", async () => {
    shop.answer = () => ({
      body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } },
    });
    shop.events = async function* (subscription) {
      yield change(subscription.authorization === "Bearer access-1" ? 1 : 2);
      await new Promise(() => {});
    };
    const client = createShop({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    const [quick, slow] = ["a", "b"].map((orderId) => client.order.statusChanged({ orderId }));
    await Promise.all([quick?.next(), slow?.next()]);
    shop.subscriptions[0]?.close(4403);
    await expect(quick?.next()).resolves.toMatchObject({ value: { event: { version: 2 } } });
    await expect(slow?.next()).resolves.toMatchObject({ value: { event: { version: 2 } } });
    expect(shop.requests).toHaveLength(1);
    await Promise.all([quick?.return(), slow?.return()]);
  });
});
