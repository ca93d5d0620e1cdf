import { startTestGateway, type TestGateway } from "../support/testGateway";
import { codesOf, post, send } from "../support/httpClient";
import { codesIn, openSocket, type SocketClient } from "../support/socketClient";

/** `next` nests as deep as one likes. */
const nested = (levels: number): string => (levels === 1 ? "id" : `next { ${nested(levels - 1)} }`);
const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_unused, index) => text(index)).join(" ");
const doubling = (levels: number): string =>
  many(
    levels,
    (level) =>
      `fragment F${level} on Book { next { ...F${level + 1} } a: next { ...F${level + 1} } }`,
  ) + ` fragment F${levels} on Book { id }`;

/** A document that just passes and one that is just refused, for each limit. */
const cases: readonly (readonly [string, string, string])[] = [
  ["depth 10", `{ book(id: 1) { ${nested(9)} } }`, `{ book(id: 1) { ${nested(10)} } }`],
  [
    "15 aliases",
    `{ ${many(10, (n) => `a${n}: book(id: 1) { id }`)} }`,
    `{ book(id: 1) { ${many(16, (n) => `a${n}: id`)} } }`,
  ],
  [
    "aliases of __typename",
    `{ ${many(10, (n) => `a${n}: __typename`)} }`,
    `{ book(id: 1) { ${many(16, (n) => `a${n}: __typename`)} } }`,
  ],
  [
    "5 directives an element",
    `{ book(id: 1) @include(if: true) { id } }`,
    `{ book(id: 1) ${many(6, () => "@include(if: true)")} { id } }`,
  ],
  [
    "10 root fields",
    `{ ${many(10, (n) => `a${n}: __typename`)} }`,
    `{ ${many(11, (n) => `a${n}: __typename`)} }`,
  ],
  [
    "4 mutations",
    `mutation { ${many(4, (n) => `a${n}: addBook(title: "t") { id }`)} }`,
    `mutation { ${many(5, (n) => `a${n}: addBook(title: "t") { id }`)} }`,
  ],
  [
    "1,000 list items",
    `{ catalogue(first: 30) { related(first: 32) { id } } }`,
    `{ catalogue(first: 30) { related(first: 33) { id } } }`,
  ],
  [
    "1 sensitive field",
    `mutation { signIn(name: "n") }`,
    `mutation { a: signIn(name: "n") b: signIn(name: "m") }`,
  ],
  [
    "1,000 tokens",
    `{ book(id: 1) { ${many(450, () => "id title")} } }`,
    `{ book(id: 1) { ${many(500, () => "id title")} } }`,
  ],
  [
    "15,000 characters",
    `{ book(id: 1) { id } } #${"x".repeat(14_000)}`,
    `{ book(id: 1) { id } } #${"x".repeat(15_000)}`,
  ],
];

/** Documents that cost a naive server dearly. */
const attacks: readonly (readonly [string, string])[] = [
  [
    "a fragment that spreads itself",
    "{ book(id: 1) { ...F } } fragment F on Book { next { ...F } }",
  ],
  [
    "fragments in a circle",
    "{ book(id: 1) { ...F } } fragment F on Book { ...G } fragment G on Book { ...F }",
  ],
  ["2^20 spreads of fragments", `{ book(id: 1) { ...F0 } } ${doubling(20)}`],
  ["quadratic overlaps", `{ ${many(60, () => "book(id: 1) { id title }")} }`],
  [
    "deep lists in a variable's default",
    `query ($v: ID = ${"[".repeat(400)}1${"]".repeat(400)}) { book(id: $v) { id } }`,
  ],
];

describe("limits", () => {
  let gateway: TestGateway;
  let socket: SocketClient;
  let operation = 0;

  beforeAll(async () => {
    gateway = await startTestGateway({ LIMIT_NODES: "1000" });
    socket = await openSocket(gateway.url);
    await socket.init();
  });

  afterAll(async () => {
    socket.close();
    await gateway.stop();
  });

  async function overSocket(query: string) {
    const id = String((operation += 1));
    socket.subscribe(id, query);
    return socket.next(id);
  }

  describe.each(cases)("%s", (_name, passing, refused) => {
    test("over HTTP", async () => {
      expect(codesOf(await post(gateway.url, passing))).toEqual([]);
      const called = gateway.books.seen.length;
      const answer = await post(gateway.url, refused);
      expect(codesOf(answer)).toContain("LIMIT_EXCEEDED");
      expect(answer.status).toBe(400);
      expect(answer.errors.length).toBeLessThanOrEqual(5);
      expect(gateway.books.seen).toHaveLength(called);
    });

    test("over WebSocket", async () => {
      expect(codesIn(await overSocket(passing))).toEqual([]);
      const called = gateway.books.seen.length;
      const message = await overSocket(refused);
      expect(message.type).toBe("error");
      expect(codesIn(message)).toContain("LIMIT_EXCEEDED");
      expect(gateway.books.seen).toHaveLength(called);
    });
  });

  test("list items are counted with the variables of the operation, over both lanes", async () => {
    const query = "query ($n: Int!) { catalogue(first: $n) { related(first: $n) { id } } }";
    for (const [n, codes] of [
      [31, []],
      [32, ["LIMIT_EXCEEDED"]],
    ] as const) {
      expect(codesOf(await post(gateway.url, { query, variables: { n } }))).toEqual(codes);
      const id = String((operation += 1));
      socket.subscribe(id, query, { n });
      expect(codesIn(await socket.next(id))).toEqual(codes);
    }
  });

  test("introspection alone may nest deeper, up to 20", async () => {
    const ofType = (levels: number): string =>
      levels === 0 ? "name" : `ofType { ${ofType(levels - 1)} }`;
    const introspection = (levels: number) =>
      `{ __schema { types { fields { type { ${ofType(levels)} } } } } }`;
    expect(codesOf(await post(gateway.url, introspection(15)))).toEqual([]);
    expect(codesOf(await post(gateway.url, introspection(16)))).toContain("LIMIT_EXCEEDED");
    const mixed = introspection(10).replace("{ __schema", "{ me { id } __schema");
    expect(codesOf(await post(gateway.url, mixed))).toContain("LIMIT_EXCEEDED");
  });

  describe.each(attacks)("%s", (_name, query) => {
    test("is refused at once over HTTP and WebSocket", async () => {
      await post(gateway.url, "{ __typename }");
      const started = performance.now();
      const answer = await post(gateway.url, query);
      // The bar is 50 ms on a quiet machine; tests share theirs.
      expect(performance.now() - started).toBeLessThan(500);
      expect(answer.status).toBe(400);
      expect((await overSocket(query)).type).toBe("error");
    });
  });

  test("a body of more than 100 kB is refused, also when its length is not declared", async () => {
    const body = JSON.stringify({ query: "{ me { id } }", variables: { x: "y".repeat(110_000) } });
    const declared = await send(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(declared.status).toBe(413);
    expect(codesOf(declared)).toEqual(["PAYLOAD_TOO_LARGE"]);
    const chunked = await send(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Blob([body]).stream(),
      duplex: "half",
    });
    expect(chunked.status).toBe(413);
  });

  test("a compressed body is not unpacked", async () => {
    const answer = await send(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      body: Buffer.from("1f8b0800", "hex"),
    });
    expect(answer.status).toBe(400);
  });
});
