import { ALLOWED_ORIGIN, codesOf, post, preflight, type HttpAnswer } from "../support/httpClient";
import { openSocket } from "../support/socketClient";
import { startTestGateway, type TestGateway } from "../support/testGateway";

describe("what a client may know of errors", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway();
  });

  afterAll(() => gateway.stop());

  const failing = (how: string): Promise<HttpAnswer> =>
    post(gateway.url, { query: "query ($how: String!) { fail(how: $how) }", variables: { how } });

  test("an unexpected error of a subgraph is INTERNAL, with the path and nothing of its text", async () => {
    const answer = await failing("unexpected");
    expect(answer.errors).toEqual([
      {
        message: "Something went wrong on our side.",
        path: ["fail"],
        extensions: { code: "INTERNAL", requestId: answer.headers.get("x-request-id") },
      },
    ]);
    expect(answer.text).not.toMatch(/SELECT|10\.0\.0\.1|stack|product|\.ts|\.js/);
  });

  test("the log has what the client was not told, under the same request id", async () => {
    gateway.logged.length = 0;
    const answer = await failing("unexpected");
    const line = gateway.logged.find(({ msg }) => msg === "operation fault");
    expect(line).toMatchObject({ subgraph: "product", code: "INTERNAL" });
    expect(line?.["requestId"]).toBe(answer.headers.get("x-request-id"));
    expect(JSON.stringify(line)).toContain("SELECT");
  });

  test("a registered code the client can act on keeps the subgraph’s text", async () => {
    const { errors } = await failing("forbidden");
    expect(errors[0]).toMatchObject({
      message: "Only the owner may see this.",
      extensions: { code: "FORBIDDEN" },
    });
  });

  test("other registered codes get the registry’s text", async () => {
    const answer = await failing("unavailable");
    expect(codesOf(answer)).toEqual(["UNAVAILABLE"]);
    expect(answer.text).not.toContain("ECONNREFUSED");
  });

  test("a bad value is not echoed, for it may be a password", async () => {
    for (const value of [{ secret: "hunter2" }, ["hunter2"]]) {
      const query = "query ($how: String!) { fail(how: $how) }";
      const answer = await post(gateway.url, { query, variables: { how: value } });
      expect(answer.status).toBe(400);
      expect(codesOf(answer)).toEqual(["BAD_REQUEST"]);
      expect(answer.text).toContain("$how");
      expect(answer.text).not.toContain("hunter2");
    }
    expect(JSON.stringify(gateway.logged)).not.toContain("hunter2");
  });

  test("one fault in a hundred places fills no log", async () => {
    gateway.logged.length = 0;
    gateway.people.behave(() => ({
      data: { _entities: Array.from({ length: 100 }, () => null) },
      errors: Array.from({ length: 100 }, (_unused, index) => ({
        message: "SELECT failed",
        path: ["_entities", index],
      })),
    }));
    const answer = await post(gateway.url, "{ catalogue(first: 100) { readers } }");
    gateway.people.behave(null);
    expect(codesOf(answer)).toEqual(Array.from({ length: 5 }, () => "INTERNAL"));
    expect(gateway.logged.filter(({ msg }) => msg === "operation fault")).toHaveLength(5);
  });

  test("at most 5 errors are answered", async () => {
    const answer = await post(gateway.url, `{ ${"a b c d e f g h ".split(" ").join(" ")} }`);
    expect(answer.errors).toHaveLength(5);
  });

  test("both lanes answer the same error for the same document", async () => {
    const socket = await openSocket(gateway.url);
    await socket.init();
    let id = 0;
    for (const query of ["{", "{ nothing }", "query A { __typename } query B { __typename }"]) {
      const overHttp = await post(gateway.url, query);
      socket.subscribe(String((id += 1)), query);
      const { payload } = await socket.next(String(id));
      const codes = (payload as { extensions: { code: string } }[]).map(
        (one) => one.extensions.code,
      );
      expect(codes).toEqual(codesOf(overHttp));
    }
    socket.close();
  });
});

describe("in production", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway({
      NODE_ENV: "production",
      JWKS_URL: "http://127.0.0.1:1/keys",
    });
  });

  afterAll(() => gateway.stop());

  test.each(["{ __schema { queryType { name } } }", '{ __type(name: "Book") { name } }'])(
    "introspection is refused: %s",
    async (query) => {
      const answer = await post(gateway.url, query);
      expect(answer.status).toBe(400);
      expect(answer.data).toBeUndefined();
      expect(codesOf(answer)).toContain("BAD_REQUEST");
      const socket = await openSocket(gateway.url);
      await socket.init();
      socket.subscribe("s", query);
      expect((await socket.next("s")).type).toBe("error");
      socket.close();
    },
  );

  test("a misspelt field is not helped along", async () => {
    const answer = await post(gateway.url, "{ bookz { id } }");
    expect(codesOf(answer)).toEqual(["BAD_REQUEST"]);
    expect(answer.text).not.toContain("Did you mean");
    expect(answer.text).not.toContain("books");
  });

  test("a token that cannot be checked, for want of the keys, is nobody's fault but ours", async () => {
    const { authorization } = await gateway.users.signIn();
    const answer = await post(gateway.url, "{ me { id } }", { authorization });
    expect(answer.status).toBe(503);
    expect(codesOf(answer)).toEqual(["UNAVAILABLE"]);
    const socket = await openSocket(gateway.url);
    socket.send({ type: "connection_init", payload: { authorization } });
    // 1013 is "try again later": clients of graphql-ws do, while 4500 is the end to them.
    expect(await socket.closedBecause).toEqual([
      1013,
      "UNAVAILABLE: The service is not available right now; try again.",
    ]);
  });

  test("there is no playground and no landing page", async () => {
    const playground = await fetch(`${gateway.url}/playground/`);
    expect(playground.status).toBe(404);
    expect(await playground.text()).toContain("turned off");
    const landing = await fetch(`${gateway.url}/graphql`, { headers: { accept: "text/html" } });
    expect(landing.status).toBe(400);
    expect(await landing.text()).not.toContain("<html");
    const root = await fetch(gateway.url, { headers: { accept: "text/html" }, redirect: "manual" });
    expect(root.status).toBe(404);
    expect(await root.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
  });

  test("pages of other origins may neither call nor open sockets", async () => {
    const asked = await preflight(gateway.url, "http://localhost:5173");
    expect(asked.status).toBe(404);
    expect(asked.headers.get(ALLOWED_ORIGIN)).toBeNull();
    const socket = openSocket(gateway.url, { headers: { origin: "http://localhost:5173" } });
    await expect(socket).rejects.toThrow("403");
  });
});
