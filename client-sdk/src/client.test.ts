import { answerInTurn, categories, caught } from "../tests/answers";
import { failure, startFakeShop, tokens, type FakeShop } from "../tests/fakeShop";
import { createClient } from "./client";
import { createShop } from "./createShop";
import { AuthError, NetworkError } from "./errors";
import { CategoriesDocument, MeDocument } from "./generated/operations";
import { memoryTokenStore } from "./tokens";

let shop: FakeShop;

beforeEach(async () => {
  shop = await startFakeShop();
});
afterEach(() => shop.stop());

it.each([undefined, {}, { url: "" }, { url: new URL("https://shop.example/graphql") }])(
  "without a url it says so at once: %j",
  (options) => {
    const message = /^`url` is missing: the gateway's GraphQL endpoint, for example https:/;
    expect(() => createClient(options as never)).toThrow(message);
    expect(() => createShop(options as never)).toThrow(message);
  },
);

describe("request", () => {
  it("sends text and variables and returns the data", async () => {
    answerInTurn(shop, categories);
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
