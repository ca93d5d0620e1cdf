import { useClock } from "@micro-shop/common/clock";
import { ALLOWED_ORIGIN, codesOf, post, preflight, send } from "../support/httpClient";
import { openSocket } from "../support/socketClient";
import { startTestGateway, type TestGateway } from "../support/testGateway";

describe("the HTTP lane", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway();
  });

  afterAll(() => gateway.stop());

  afterEach(() => {
    gateway.books.seen.length = 0;
    gateway.people.seen.length = 0;
  });

  describe("tokens", () => {
    test("no token, or an empty header, is a stranger", async () => {
      for (const headers of [{}, { authorization: "" }]) {
        const answer = await post(gateway.url, "{ me { id } }", headers);
        expect(answer.data).toEqual({ me: { id: null } });
      }
    });

    test.each(["Bearer nonsense", "Bearer a.b.c", "Basic abc", "Bearer"])(
      "the authorization %p is 401 for the whole operation",
      async (authorization) => {
        const answer = await post(gateway.url, "{ me { id } }", { authorization });
        expect(answer.status).toBe(401);
        expect(codesOf(answer)).toEqual(["UNAUTHENTICATED"]);
        expect(gateway.people.seen).toHaveLength(0);
      },
    );

    test("a token that was accepted is refused once it has expired", async () => {
      const { authorization } = await gateway.users.signIn({ lifetimeMs: 60_000 });
      expect((await post(gateway.url, "{ me { id } }", { authorization })).status).toBe(200);
      const restore = useClock({ now: () => new Date(Date.now() + 61_000) });
      try {
        expect((await post(gateway.url, "{ me { id } }", { authorization })).status).toBe(401);
      } finally {
        restore();
      }
    });

    test("keys are fetched once, not per request", async () => {
      const before = gateway.users.keyFetches;
      for (let count = 0; count < 3; count += 1) {
        const { authorization } = await gateway.users.signIn();
        await post(gateway.url, "{ me { id } }", { authorization });
      }
      expect(gateway.users.keyFetches - before).toBeLessThanOrEqual(1);
    });
  });

  describe("pages of other origins, in development of all", () => {
    const origin = "http://localhost:5173";

    test("are told what they may send", async () => {
      const { status, headers } = await preflight(gateway.url, origin);
      expect(status).toBe(204);
      expect(headers.get(ALLOWED_ORIGIN)).toBe("*");
      expect(headers.get("access-control-allow-methods")).toBe("GET, POST");
      expect(headers.get("access-control-allow-headers")).toBe("authorization,content-type");
      expect(headers.get("access-control-max-age")).toBe("7200");
    });

    test("may read every answer, refusals too, and never use a browser's own credentials", async () => {
      const refused = await send(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { origin, "content-type": "text/plain" },
        body: "x",
      });
      const answers = [
        await post(gateway.url, "{ me { id } }", { origin }),
        await post(gateway.url, "{ nothing }", { origin }),
        await post(gateway.url, "{ me { id } }", { origin, authorization: "Bearer x" }),
        refused,
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 415]);
      for (const { headers } of answers) {
        expect(headers.get(ALLOWED_ORIGIN)).toBe("*");
        expect(headers.get("access-control-expose-headers")).toBe("x-request-id, retry-after");
        expect(headers.get("access-control-allow-credentials")).toBeNull();
      }
    });

    test("may open sockets too, and look at nothing but the endpoint", async () => {
      (await openSocket(gateway.url, { headers: { origin } })).close();
      const metrics = await fetch(`${gateway.url}/metrics`, { headers: { origin } });
      expect(metrics.headers.get(ALLOWED_ORIGIN)).toBeNull();
    });
  });

  describe("the protocol", () => {
    const simple = encodeURIComponent("{ me { address } }");

    test("GET runs queries for those who cannot be a form on another page", async () => {
      const allowed = await send(`${gateway.url}/graphql?query=${simple}`, {
        headers: { "x-apollo-operation-name": "x" },
      });
      expect(allowed.status).toBe(200);
      expect(allowed.data).toBeTruthy();
      const crossSite = await send(`${gateway.url}/graphql?query=${simple}`, {});
      expect(crossSite.status).toBe(400);
      expect(codesOf(crossSite)).toEqual(["BAD_REQUEST"]);
    });

    test("GET runs no mutation", async () => {
      const query = encodeURIComponent('mutation { addBook(title: "x") { id } }');
      const answer = await send(`${gateway.url}/graphql?query=${query}`, {
        headers: { "apollo-require-preflight": "1" },
      });
      expect(answer.status).toBe(405);
      expect(gateway.books.seen).toHaveLength(0);
    });

    test.each([
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ])("a body of type %s is refused", async (type) => {
      const answer = await send(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { "content-type": type },
        body: '{"query":"{ me { address } }"}',
      });
      expect(answer.status).toBe(415);
      expect(codesOf(answer)).toEqual(["BAD_REQUEST"]);
      expect(answer.errors[0]?.message).toContain("application/json");
    });

    test.each(["{", "[]", '[{"query":"{ me { address } }"}]', '"x"', '{"query":1}', "{}", "null"])(
      "the body %s is a 400 and nothing runs",
      async (body) => {
        const answer = await send(`${gateway.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        expect(answer.status).toBe(400);
        expect(codesOf(answer)).toEqual(["BAD_REQUEST"]);
        expect(gateway.people.seen).toHaveLength(0);
      },
    );

    test("a subscription is refused with the way to go", async () => {
      const answer = await post(gateway.url, "subscription { bookCounted }");
      expect(answer.status).toBe(400);
      expect(answer.errors[0]?.message).toContain("WebSocket");
    });

    test.each([
      { version: 9, sha256Hash: "abc" },
      { version: 1, sha256Hash: "not the hash of the query" },
      "no object",
    ])("the persisted query %j is the client's mistake, not ours", async (persistedQuery) => {
      gateway.logged.length = 0;
      const answer = await send(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ me { id } }", extensions: { persistedQuery } }),
      });
      expect(answer.status).toBe(400);
      expect(codesOf(answer)).toEqual(["BAD_REQUEST"]);
      expect(gateway.logged.filter(({ msg }) => msg === "operation fault")).toEqual([]);
    });

    test.each(["/%", "/playground/assets/%E0%A4%A"])(
      "the path %s, which is none, is answered like any other error",
      async (path) => {
        const answer = await send(gateway.url + path, {});
        expect(answer.status).toBe(400);
        expect(codesOf(answer)).toEqual(["BAD_REQUEST"]);
        expect(answer.text).not.toContain("FST_");
        expect(answer.errors[0]?.extensions.requestId).toBe(answer.headers.get("x-request-id"));
      },
    );

    test("a path that does not exist is answered like any other error", async () => {
      const answer = await send(`${gateway.url}/nowhere`, {});
      expect(answer.status).toBe(404);
      expect(codesOf(answer)).toEqual(["NOT_FOUND"]);
      expect(answer.errors[0]?.extensions.requestId).toBe(answer.headers.get("x-request-id"));
    });

    test.each([
      ["/", "/playground/"],
      ["/graphql", "/playground/"],
      [`/graphql?query=${simple}`, `/playground/?query=${simple}`],
    ])("a browser that opens %s is led to the playground", async (path, target) => {
      // What Firefox sends.
      const accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
      const page = await fetch(gateway.url + path, { headers: { accept }, redirect: "manual" });
      expect(page.status).toBe(302);
      expect(page.headers.get("location")).toBe(target);
    });

    test("a client that asks for no page is not led away", async () => {
      for (const accept of ["*/*", "application/json", "application/graphql-response+json"]) {
        const headers = { accept, "apollo-require-preflight": "1" };
        const answer = await fetch(`${gateway.url}/graphql?query=${simple}`, { headers });
        expect(answer.status).toBe(200);
      }
      const posted = await post(gateway.url, "{ me { address } }", { accept: "text/html, */*" });
      expect(posted.status).toBe(200);
    });

    test("an ill-formed request id is replaced", async () => {
      const answer = await post(gateway.url, "{ me { id } }", { "x-request-id": 'a b"<script>' });
      expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    });
  });
});
