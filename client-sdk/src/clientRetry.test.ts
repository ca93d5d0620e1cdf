import { answerInTurn, categories, caught } from "../tests/answers";
import { failure, startFakeShop, type FakeShop, type Reply } from "../tests/fakeShop";
import { createClient } from "./client";
import { NetworkError, RateLimitedError } from "./errors";
import { CategoriesDocument, PlaceOrderDocument } from "./generated/operations";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

describe("retries", () => {
  const input = { addressId: "1", idempotencyKey: "key-1" };
  const placed: Reply = { body: { data: { placeOrder: { order: null, userErrors: [] } } } };
  const page: Reply = { status: 503, body: "<h1>Unavailable</h1>" };

  it.each([
    ["a lost answer", page],
    ["UNAVAILABLE", failure("UNAVAILABLE", 503)],
    ["TIMEOUT", failure("TIMEOUT", 504)],
    ["RATE_LIMITED", failure("RATE_LIMITED", 429)],
  ])("repeat a query after %s", async (_name, reply) => {
    answerInTurn(shop, reply, reply, categories);
    await createClient(shop.options).request(CategoriesDocument, {});
    expect(shop.requests).toHaveLength(3);
  });

  it("repeat a mutation that has an idempotency key, with the same key", async () => {
    answerInTurn(shop, page, placed);
    await createClient(shop.options).request(PlaceOrderDocument, { input });
    expect(shop.requests.map(({ variables }) => variables)).toEqual([{ input }, { input }]);
  });

  it("never repeat a mutation without one", async () => {
    answerInTurn(shop, page, { body: { data: { logout: { userErrors: [] } } } });
    const logout = "mutation Logout { logout { userErrors { code } } }";
    const error = await caught(createClient(shop.options).request(logout, {}));
    expect(error).toBeInstanceOf(NetworkError);
    expect(shop.requests).toHaveLength(1);
  });

  it.each(["FORBIDDEN", "BAD_REQUEST", "INTERNAL"])("never repeat after %s", async (code) => {
    answerInTurn(shop, failure(code));
    const error = await caught(createClient(shop.options).request(CategoriesDocument, {}));
    expect(error).toMatchObject({ code });
    expect(shop.requests).toHaveLength(1);
  });

  it("end after the set number of attempts with the last error", async () => {
    answerInTurn(shop, page);
    const client = createClient({ ...shop.options, retry: { attempts: 3, baseMs: 1 } });
    expect(await caught(client.request(CategoriesDocument, {}))).toBeInstanceOf(NetworkError);
    expect(shop.requests).toHaveLength(3);
  });

  it("do not wait for longer than the call may take", async () => {
    answerInTurn(shop, { status: 429, headers: { "retry-after": "60" }, body: "slow down" });
    const error = await caught(createClient(shop.options).request(CategoriesDocument, {}));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(shop.requests).toHaveLength(1);
  });
});
