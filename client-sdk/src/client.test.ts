import { failure, gate, startFakeShop, tokens, type FakeShop, type Reply } from "../tests/fakeShop";
import { createClient } from "./client";
import {
  AuthError,
  NetworkError,
  RateLimitedError,
  RequestError,
  ShopError,
  TimeoutError,
} from "./errors";
import { CategoriesDocument, MeDocument, PlaceOrderDocument } from "./generated/operations";
import { memoryTokenStore } from "./tokens";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

const categories: Reply = { body: { data: { categories: [] } } };

/** Answers one reply after the other, the last one for ever. */
function answerInTurn(...replies: readonly Reply[]): void {
  const left = [...replies];
  shop.answer = () => (left.length > 1 ? left.shift() : left[0]) ?? categories;
}

function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
}

describe("request", () => {
  it("sends text and variables and returns the data", async () => {
    answerInTurn(categories);
    const data = await createClient(shop.options).request(CategoriesDocument, {});
    expect(data).toEqual({ categories: [] });
    expect(shop.requests).toEqual([
      { query: CategoriesDocument.text, variables: {}, authorization: undefined },
    ]);
  });

  it("sends a document of one's own, as text or as parsed by another library", async () => {
    const client = createClient(shop.options);
    await client.request("query Own { categories { id } }", {});
    const parsed = { kind: "Document", loc: { source: { body: "query Parsed { __typename }" } } };
    await client.request(parsed as object, {});
    expect(shop.requests.map(({ query }) => query)).toEqual([
      "query Own { categories { id } }",
      "query Parsed { __typename }",
    ]);
  });

  it("sends the signed-in user's token, but not with an anonymous call", async () => {
    const client = createClient({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await client.request(CategoriesDocument, {});
    await client.request(CategoriesDocument, {}, { anonymous: true });
    expect(shop.requests.map(({ authorization }) => authorization)).toEqual([
      "Bearer access-1",
      undefined,
    ]);
  });
});

describe("errors", () => {
  const cases: [string, Reply, new (...args: never[]) => ShopError][] = [
    ["UNAUTHENTICATED", failure("UNAUTHENTICATED", 401), AuthError],
    ["RATE_LIMITED", failure("RATE_LIMITED"), RateLimitedError],
    ["FORBIDDEN", failure("FORBIDDEN"), RequestError],
    ["INTERNAL", failure("INTERNAL", 500), RequestError],
  ];
  it.each(cases)(
    "%s is thrown as its own type, with the request id",
    async (_code, reply, type) => {
      answerInTurn(reply);
      const client = createClient({ ...shop.options, retry: { attempts: 1 } });
      const error = await caught(client.request(CategoriesDocument, {}));
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ requestId: "request-1" });
    },
  );

  it("carry the code, all problems and what could be answered", async () => {
    answerInTurn({
      body: {
        data: { categories: null },
        errors: [{ message: "No.", path: ["categories"], extensions: { code: "FORBIDDEN" } }],
      },
    });
    const error = await caught(createClient(shop.options).request(CategoriesDocument, {}));
    expect(error).toMatchObject({
      name: "RequestError",
      code: "FORBIDDEN",
      message: "No.",
      partialData: { categories: null },
      errors: [{ path: ["categories"] }],
    });
  });

  it("take the request id from the header when the body has none", async () => {
    answerInTurn({
      status: 502,
      headers: { "x-request-id": "request-9", "content-type": "text/html" },
      body: "<h1>Bad gateway</h1>",
    });
    const client = createClient({ ...shop.options, retry: { attempts: 1 } });
    const error = await caught(client.request(CategoriesDocument, {}));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).toMatchObject({ requestId: "request-9" });
  });

  it("say how long to wait when the limit is reached", async () => {
    answerInTurn({ status: 429, headers: { "retry-after": "7" }, body: "slow down" });
    const client = createClient({ ...shop.options, retry: { attempts: 1 } });
    const error = await caught(client.request(CategoriesDocument, {}));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ retryAfterMs: 7_000 });
  });

  it("are a NetworkError when nobody listens", async () => {
    const client = createClient({
      ...shop.options,
      fetch: () => Promise.reject(new TypeError("fetch failed")),
      retry: { attempts: 1 },
    });
    expect(await caught(client.request(CategoriesDocument, {}))).toBeInstanceOf(NetworkError);
  });

  it("are a TimeoutError when the answer does not come within the call's time", async () => {
    const never = gate();
    shop.answer = () => never.opened.then(() => categories);
    const client = createClient(shop.options);
    const error = await caught(client.request(CategoriesDocument, {}, { timeoutMs: 30 }));
    expect(error).toBeInstanceOf(TimeoutError);
    never.open();
  });

  it("are the caller's own reason when the caller aborts", async () => {
    const never = gate();
    const controller = new AbortController();
    const reason = new Error("The page was left.");
    shop.answer = () => {
      controller.abort(reason);
      return never.opened.then(() => categories);
    };
    const { signal } = controller;
    const error = await caught(
      createClient(shop.options).request(CategoriesDocument, {}, { signal }),
    );
    expect(error).toBe(reason);
    never.open();
  });
});

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
    answerInTurn(reply, reply, categories);
    await createClient(shop.options).request(CategoriesDocument, {});
    expect(shop.requests).toHaveLength(3);
  });

  it("repeat a mutation that has an idempotency key, with the same key", async () => {
    answerInTurn(page, placed);
    await createClient(shop.options).request(PlaceOrderDocument, { input });
    expect(shop.requests.map(({ variables }) => variables)).toEqual([{ input }, { input }]);
  });

  it("never repeat a mutation without one", async () => {
    answerInTurn(page, { body: { data: { logout: { userErrors: [] } } } });
    const logout = "mutation Logout { logout { userErrors { code } } }";
    const error = await caught(createClient(shop.options).request(logout, {}));
    expect(error).toBeInstanceOf(NetworkError);
    expect(shop.requests).toHaveLength(1);
  });

  it.each(["FORBIDDEN", "BAD_REQUEST", "INTERNAL"])("never repeat after %s", async (code) => {
    answerInTurn(failure(code));
    const error = await caught(createClient(shop.options).request(CategoriesDocument, {}));
    expect(error).toMatchObject({ code });
    expect(shop.requests).toHaveLength(1);
  });

  it("end after the set number of attempts with the last error", async () => {
    answerInTurn(page);
    const client = createClient({ ...shop.options, retry: { attempts: 3, baseMs: 1 } });
    expect(await caught(client.request(CategoriesDocument, {}))).toBeInstanceOf(NetworkError);
    expect(shop.requests).toHaveLength(3);
  });

  it("do not wait for longer than the call may take", async () => {
    answerInTurn({ status: 429, headers: { "retry-after": "60" }, body: "slow down" });
    const error = await caught(createClient(shop.options).request(CategoriesDocument, {}));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(shop.requests).toHaveLength(1);
  });
});

describe("an expired token", () => {
  function answerForToken(good: string): void {
    shop.answer = ({ query, variables, authorization }) => {
      if (query.startsWith("mutation RefreshSession")) {
        expect(variables).toEqual({ input: { refreshToken: "refresh-1" } });
        expect(authorization).toBeUndefined();
        return { body: { data: { refreshSession: { session: tokens(2), userErrors: [] } } } };
      }
      if (authorization !== `Bearer ${good}`) return failure("UNAUTHENTICATED", 401);
      return { body: { data: { me: null } } };
    };
  }

  it("is renewed once for many calls, and each call is sent again", async () => {
    answerForToken("access-2");
    const client = createClient({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    await Promise.all(Array.from({ length: 5 }, () => client.request(MeDocument, {})));
    const sent = shop.requests.map(({ query }) => query.startsWith("mutation RefreshSession"));
    expect(sent.filter(Boolean)).toHaveLength(1);
  });

  it("ends in an AuthError when the new token is refused too, without a second renewal", async () => {
    answerForToken("never");
    const client = createClient({ ...shop.options, tokens: memoryTokenStore(tokens(1)) });
    expect(await caught(client.request(MeDocument, {}))).toBeInstanceOf(AuthError);
    expect(shop.requests).toHaveLength(3);
  });

  it("ends in an AuthError and an empty store when the session has ended", async () => {
    shop.answer = ({ query }) =>
      query.startsWith("mutation RefreshSession")
        ? { body: { data: { refreshSession: { session: null, userErrors: [{}] } } } }
        : failure("UNAUTHENTICATED", 401);
    const store = memoryTokenStore(tokens(1));
    const client = createClient({ ...shop.options, tokens: store });
    expect(await caught(client.request(MeDocument, {}))).toBeInstanceOf(AuthError);
    await expect(store.get()).resolves.toBeNull();
  });

  it("is not renewed twice when the answer of the renewal is lost: it would count as theft", async () => {
    shop.answer = ({ query }) =>
      query.startsWith("mutation RefreshSession")
        ? { status: 502, body: "lost" }
        : failure("UNAUTHENTICATED", 401);
    const client = createClient({
      ...shop.options,
      tokens: memoryTokenStore(tokens(1)),
      retry: { attempts: 1 },
    });
    expect(await caught(client.request(MeDocument, {}))).toBeInstanceOf(NetworkError);
    expect(shop.requests).toHaveLength(2);
  });

  it("of a guest is no token at all: the refusal is passed on at once", async () => {
    shop.answer = () => failure("UNAUTHENTICATED");
    expect(await caught(createClient(shop.options).request(MeDocument, {}))).toBeInstanceOf(
      AuthError,
    );
    expect(shop.requests).toHaveLength(1);
  });
});
