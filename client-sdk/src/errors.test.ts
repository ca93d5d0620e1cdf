import { answerInTurn, categories, caught } from "../tests/answers";
import { failure, gate, startFakeShop, type FakeShop, type Reply } from "../tests/fakeShop";
import { createClient } from "./client";
import {
  AuthError,
  NetworkError,
  RateLimitedError,
  RequestError,
  ShopError,
  TimeoutError,
} from "./errors";
import { CategoriesDocument } from "./generated/operations";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

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
      answerInTurn(shop, reply);
      const client = createClient({ ...shop.options, retry: { attempts: 1 } });
      const error = await caught(client.request(CategoriesDocument, {}));
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ requestId: "request-1" });
    },
  );

  it("carry the code, all problems and what could be answered", async () => {
    answerInTurn(shop, {
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
    answerInTurn(shop, {
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
    answerInTurn(shop, { status: 429, headers: { "retry-after": "7" }, body: "slow down" });
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
