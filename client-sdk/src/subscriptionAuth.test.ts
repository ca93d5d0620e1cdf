import { startFakeShop, tokens, type FakeShop } from "../tests/fakeShop";
import { aftersOf, change, collect, sendInTurn } from "../tests/orderEvents";
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

  it("ends with an AuthError for a guest", async () => {
    sendInTurn(shop, 4403, [], []);
    const changes = createShop(shop.options).order.statusChanged({ orderId: "order-1" });
    await expect(collect(changes)).rejects.toThrow(AuthError);
  });
});
