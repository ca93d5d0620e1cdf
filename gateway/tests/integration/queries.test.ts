import { IDENTITY_HEADER } from "@micro-shop/common/security/identity";
import { codesOf, post } from "../support/httpClient";
import { startTestGateway, type TestGateway } from "../support/testGateway";
import { until } from "../support/until";

describe("operations over HTTP", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway();
  });

  afterAll(() => gateway.stop());

  afterEach(() => {
    gateway.books.behave(null);
    gateway.books.seen.length = 0;
    gateway.people.seen.length = 0;
  });

  test("one query is answered from two subgraphs", async () => {
    const answer = await post(gateway.url, "{ books { title readers author { name } } }");
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      books: [
        { title: "Middlemarch", readers: 10, author: { name: "Author a1" } },
        { title: "Dubliners", readers: 20, author: { name: "Author a2" } },
      ],
    });
    expect(answer.status).toBe(200);
  });

  test("a document of several operations is told how to say which", async () => {
    const answer = await post(
      gateway.url,
      "query A { books { title } } query B { books { title } }",
    );
    expect(answer.errors).toMatchObject([
      {
        message: "The document has several operations: say in operationName which one is meant.",
        extensions: { code: "BAD_REQUEST" },
      },
    ]);
    expect(answer.status).toBe(400);
  });

  test("an entity that stands in many places is fetched once", async () => {
    const answer = await post(gateway.url, "{ catalogue(first: 300) { author { name } } }");
    expect(answer.errors).toEqual([]);
    expect(answer.data?.["catalogue"]).toHaveLength(300);
    expect(answer.text.split("Author a2")).toHaveLength(101);
    const ids = gateway.people.seen.map(({ variables }) => variables["representations"]);
    expect(ids).toEqual([["a0", "a1", "a2"].map((id) => ({ __typename: "Author", id }))]);
  });

  test("more entities than a subgraph takes in one call are fetched in several", async () => {
    const answer = await post(gateway.url, "{ catalogue(first: 1500) { readers } }");
    expect(answer.errors).toEqual([]);
    expect(answer.data?.["catalogue"]).toEqual(
      Array.from({ length: 1500 }, (_unused, index) => ({ readers: (index + 1) * 10 })),
    );
    expect(gateway.people.seen).toHaveLength(2);
  });

  test("what a subgraph says of an entity is said at each place that holds it", async () => {
    gateway.people.behave(() => ({
      data: { _entities: [{ name: "A" }, null, { name: "C" }] },
      errors: [{ message: "x", path: ["_entities", 1], extensions: { code: "FORBIDDEN" } }],
    }));
    const answer = await post(gateway.url, "{ catalogue(first: 5) { author { name } } }");
    gateway.people.behave(null);
    const names = ["A", null, "C", "A", null];
    expect(answer.data).toEqual({ catalogue: names.map((name) => ({ author: { name } })) });
    expect(answer.errors.map(({ path }) => path)).toEqual([
      ["catalogue", 1, "author"],
      ["catalogue", 4, "author"],
    ]);
  });

  test("a subgraph learns the user, the client address and the request id from a signed identity", async () => {
    const user = await gateway.users.signIn();
    const answer = await post(gateway.url, "{ me { id scopes address } }", {
      authorization: user.authorization,
      "x-request-id": "my-request-1",
    });
    expect(answer.data).toMatchObject({ me: { id: user.id, address: "127.0.0.1" } });
    expect(answer.headers.get("x-request-id")).toBe("my-request-1");
    const [seen] = gateway.people.seen;
    expect(seen?.caller).toMatchObject({ service: "gateway", requestId: "my-request-1" });
    expect(seen?.caller.user?.sessionId).toBe(user.sessionId);
    expect(seen?.caller.user?.scopes.has("order:read")).toBe(true);
  });

  test("no header of the client reaches a subgraph, least of all a forged identity", async () => {
    await post(gateway.url, "{ me { id } }", {
      [IDENTITY_HEADER]: "forged.identity",
      "x-idempotency-key": "forged",
      "x-anything": "else",
      cookie: "a=b",
    });
    const headers = gateway.people.seen[0]?.headers ?? {};
    expect(headers[IDENTITY_HEADER]).not.toContain("forged");
    expect(headers).not.toHaveProperty("x-idempotency-key");
    expect(headers).not.toHaveProperty("x-anything");
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("authorization");
  });

  test("a well-formed trace context is handed on, a malformed one is not", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await post(gateway.url, "{ me { id } }", { traceparent });
    await post(gateway.url, "{ me { id } }", { traceparent: "x".repeat(55) });
    expect(gateway.people.seen.map(({ headers }) => headers["traceparent"])).toEqual([
      traceparent,
      undefined,
    ]);
  });

  test("the deadline of a call is the smaller of the client’s and the gateway’s, less the way home", async () => {
    await post(gateway.url, "{ me { id } }", { "x-deadline-ms": "700" });
    await post(gateway.url, "{ me { id } }", { "x-deadline-ms": "999999" });
    const granted = gateway.people.seen.map(({ headers }) => Number(headers["x-deadline-ms"]));
    expect(granted[0]).toBeGreaterThan(300);
    expect(granted[0]).toBeLessThanOrEqual(650);
    expect(granted[1]).toBeGreaterThan(4_000);
    expect(granted[1]).toBeLessThanOrEqual(4_950);
  });

  test("a subgraph that never answers costs its own fields only, and no more time than the deadline", async () => {
    gateway.books.behave(() => new Promise(() => undefined));
    const started = performance.now();
    const answer = await post(
      gateway.url,
      "{ books { title } shelf { books { id } } me { address } }",
      {
        "x-deadline-ms": "500",
      },
    );
    expect(performance.now() - started).toBeLessThan(1_500);
    expect(codesOf(answer)).toContain("TIMEOUT");
    expect(answer.text).not.toContain("127.0.0.1:");
  });

  test("a client that leaves takes its query’s calls along, but not its mutation’s", async () => {
    const cut: string[] = [];
    gateway.books.behave((query, reply) => {
      reply.raw.once("close", () => cut.push(query.startsWith("mutation") ? "mutation" : "query"));
      return new Promise(() => undefined);
    });
    for (const query of ['mutation { addBook(title: "t") { id } }', "{ books { title } }"]) {
      const client = new AbortController();
      const { length } = gateway.books.seen;
      const request = post(gateway.url, query, {}, client.signal);
      await until(() => gateway.books.seen.length > length);
      client.abort();
      await expect(request).rejects.toThrow();
    }
    await until(() => cut.length > 0);
    expect(cut).toEqual(["query"]);
  });

  test("the other subgraph’s fields come although one hangs", async () => {
    gateway.people.behave(() => new Promise(() => undefined));
    const answer = await post(gateway.url, "{ book(id: 1) { title readers } }", {
      "x-deadline-ms": "500",
    });
    gateway.people.behave(null);
    expect(answer.data).toEqual({ book: { title: "Middlemarch", readers: null } });
    expect(codesOf(answer)).toEqual(["TIMEOUT"]);
  });

  test("a query is asked once more when the connection breaks, a mutation never", async () => {
    const breakFirst = () => {
      let broken = false;
      return (_query: string, reply: { raw: { socket: { destroy(): void } | null } }) => {
        if (broken) return undefined;
        broken = true;
        reply.raw.socket?.destroy();
        return new Promise(() => undefined);
      };
    };
    gateway.books.behave(breakFirst());
    expect((await post(gateway.url, "{ book(id: 1) { title } }")).data).toEqual({
      book: { title: "Middlemarch" },
    });
    gateway.books.seen.length = 0;
    gateway.books.behave(breakFirst());
    const refused = await post(gateway.url, 'mutation { addBook(title: "x") { id } }');
    expect(codesOf(refused)).toEqual(["UNAVAILABLE"]);
    expect(gateway.books.seen).toHaveLength(1);
  });

  test.each([
    [503, "UNAVAILABLE"],
    [504, "TIMEOUT"],
    [429, "RATE_LIMITED"],
    [500, "INTERNAL"],
    [200, "INTERNAL"],
  ])("a reply that is no GraphQL with status %i is %s to the client", async (status, code) => {
    gateway.books.behave((_query, reply) => reply.code(status).type("text/html").send("<p>x</p>"));
    const answer = await post(gateway.url, "{ book(id: 1) { title } }");
    expect(codesOf(answer)).toEqual([code]);
    expect(answer.data).toEqual({ book: null });
  });

  test("GraphQL errors count whatever the status they come with", async () => {
    gateway.books.behave((_query, reply) =>
      reply.code(401).send({ errors: [{ message: "x", extensions: { code: "UNAUTHENTICATED" } }] }),
    );
    expect(codesOf(await post(gateway.url, "{ book(id: 1) { title } }"))).toEqual([
      "UNAUTHENTICATED",
    ]);
  });

  test("a reply above the size cap is not read to its end", async () => {
    gateway.books.behave((_query, reply) =>
      reply
        .type("application/json")
        .send(`{"data":{"book":{"title":"${"x".repeat(11_000_000)}"}}}`),
    );
    expect(codesOf(await post(gateway.url, "{ book(id: 1) { title } }"))).toEqual(["INTERNAL"]);
  });

  test("__proto__ from a subgraph stays data and taints nothing", async () => {
    gateway.books.behave((_query, reply) =>
      reply
        .type("application/json")
        .send('{"data":{"book":{"__proto__":{"tainted":true},"title":"t"}}}'),
    );
    const answer = await post(gateway.url, "{ book(id: 1) { title } }");
    expect(answer.data).toEqual({ book: { title: "t" } });
    expect(({} as Record<string, unknown>)["tainted"]).toBeUndefined();
  });

  test("each operation leaves one line in the access log, without its text and variables", async () => {
    gateway.logged.length = 0;
    await post(gateway.url, {
      query: "query Named($id: ID!) { book(id: $id) { title } }",
      variables: { id: "variable-text" },
    });
    await post(gateway.url, "{ nothing }");
    const lines = gateway.logged.filter(({ msg }) => msg === "operation");
    expect(lines).toMatchObject([
      { lane: "http", operationName: "Named", operationKind: "query", status: 200, errorCodes: [] },
      { operationName: null, status: 400, errorCodes: ["BAD_REQUEST"] },
    ]);
    expect(JSON.stringify(gateway.logged)).not.toContain("variable-text");
  });
});
