import { codesIn, openSocket, resultOf, type SocketClient } from "../support/socketClient";
import { startTestGateway, type TestGateway } from "../support/testGateway";
import { until } from "../support/until";

const bookChanged = `subscription Watch($id: ID!, $after: ID) {
  bookChanged(id: $id, after: $after) {
    event { version }
    book { title readers author { name } }
  }
}`;

const changed = (version: number, title: string) => ({
  data: {
    bookChanged: {
      event: { version },
      book: { title, readers: 10, author: { name: "Author a1" } },
    },
  },
});

describe("subscriptions", () => {
  let gateway: TestGateway;
  const sockets: SocketClient[] = [];

  beforeAll(async () => {
    gateway = await startTestGateway();
  });

  afterEach(async () => {
    const opened = sockets.splice(0);
    for (const socket of opened) socket.close();
    await Promise.all(opened.map(({ closed }) => closed));
    await until(() => gateway.library.changes.readers + gateway.library.counts.readers === 0);
    gateway.library.changes.clear();
    gateway.library.counts.clear();
    gateway.books.subscribed.length = 0;
    gateway.people.behave(null);
  });

  afterAll(() => gateway.stop());

  async function connect(payload?: Record<string, unknown>): Promise<SocketClient> {
    const socket = await openSocket(gateway.url);
    sockets.push(socket);
    await socket.init(payload);
    return socket;
  }

  test("each event is completed by the other subgraph, in order", async () => {
    const socket = await connect();
    gateway.library.changes.append("One");
    socket.subscribe("s", bookChanged, { id: "1" });
    expect(resultOf(await socket.next("s"))).toEqual(changed(1, "One"));
    gateway.library.changes.append("Two");
    gateway.library.changes.append("Three");
    expect(resultOf(await socket.next("s"))).toEqual(changed(2, "Two"));
    expect(resultOf(await socket.next("s"))).toEqual(changed(3, "Three"));
  });

  test("what the gateway adds to resume is not shown to the client", async () => {
    const socket = await connect();
    gateway.library.changes.append("One");
    socket.subscribe("s", "subscription { bookChanged(id: 1) { book { id } } }");
    expect(resultOf(await socket.next("s"))).toEqual({
      data: { bookChanged: { book: { id: "1" } } },
    });
    expect(gateway.books.subscribed[0]?.query).toContain("event");
  });

  test("the client’s own position is the start", async () => {
    const socket = await connect();
    gateway.library.changes.append("One");
    gateway.library.changes.append("Two");
    socket.subscribe("s", bookChanged, { id: "1", after: "1" });
    expect(resultOf(await socket.next("s"))).toEqual(changed(2, "Two"));
    socket.subscribe("t", 'subscription { bookChanged(id: 1, after: "1") { event { version } } }');
    expect(resultOf(await socket.next("t"))).toEqual({
      data: { bookChanged: { event: { version: 2 } } },
    });
  });

  test("the subgraph learns from a signature who subscribes", async () => {
    const user = await gateway.users.signIn();
    const socket = await connect({ authorization: user.authorization });
    socket.subscribe("s", bookChanged, { id: "1" });
    await until(() => gateway.books.subscribed.length === 1);
    expect(gateway.books.subscribed[0]?.caller.user).toMatchObject({ id: user.id });
  });

  test("two users do not share an upstream", async () => {
    const [first, second] = [await gateway.users.signIn(), await gateway.users.signIn()];
    const one = await connect({ authorization: first.authorization });
    const two = await connect({ authorization: second.authorization });
    one.subscribe("s", bookChanged, { id: "1" });
    two.subscribe("s", bookChanged, { id: "1" });
    await until(() => gateway.books.subscribed.length === 2);
    expect(new Set(gateway.books.subscribed.map(({ socket }) => socket)).size).toBe(2);
    gateway.library.changes.append("One");
    expect(resultOf(await one.next("s"))).toEqual(changed(1, "One"));
    expect(resultOf(await two.next("s"))).toEqual(changed(1, "One"));
  });

  test("completing ends the upstream at once, without waiting for an event", async () => {
    const socket = await connect();
    socket.subscribe("s", bookChanged, { id: "1" });
    await until(() => gateway.library.changes.readers === 1);
    socket.complete("s");
    await until(() => gateway.library.changes.readers === 0);
    socket.subscribe("s", "{ __typename }");
    expect(resultOf(await socket.next("s"))).toEqual({ data: { __typename: "Query" } });
  });

  test("a client that leaves ends its upstreams", async () => {
    const socket = await connect();
    socket.subscribe("s", bookChanged, { id: "1" });
    await until(() => gateway.library.changes.readers === 1);
    socket.close();
    await until(() => gateway.library.changes.readers === 0);
  });

  test("the end of the upstream is the end of the subscription", async () => {
    const socket = await connect();
    socket.subscribe("s", "subscription { bookCounted }");
    await until(() => gateway.library.counts.readers === 1);
    gateway.library.counts.append(7);
    expect(resultOf(await socket.next("s"))).toEqual({ data: { bookCounted: 7 } });
    gateway.library.counts.finish();
    expect(await socket.next("s")).toMatchObject({ type: "complete" });
  });

  test("a subscription goes on after its last event when the subgraph restarts", async () => {
    const socket = await connect();
    gateway.library.changes.append("One");
    socket.subscribe("s", bookChanged, { id: "1" });
    expect(resultOf(await socket.next("s"))).toEqual(changed(1, "One"));
    await gateway.restartBooks();
    gateway.library.changes.append("Two");
    expect(resultOf(await socket.next("s"))).toEqual(changed(2, "Two"));
    expect(gateway.books.subscribed.at(-1)?.variables).toMatchObject({ __after: "1" });
  });

  test("one that cannot be continued without a gap ends with a clean error", async () => {
    const socket = await connect();
    socket.subscribe("s", "subscription { bookCounted }");
    await until(() => gateway.library.counts.readers === 1);
    gateway.library.counts.append(1);
    await socket.next("s");
    await gateway.restartBooks();
    const message = await socket.next("s");
    expect(message.type).toBe("error");
    expect(codesIn(message)).toEqual(["UNAVAILABLE"]);
  });

  test("one that had no event yet is simply asked for again", async () => {
    const socket = await connect();
    socket.subscribe("s", "subscription { bookCounted }");
    await until(() => gateway.library.counts.readers === 1);
    await gateway.restartBooks();
    await until(() => gateway.library.counts.readers === 1);
    gateway.library.counts.append(1);
    expect(resultOf(await socket.next("s"))).toEqual({ data: { bookCounted: 1 } });
  });

  test("what other subgraphs fail to add is null with an error; the event comes", async () => {
    const socket = await connect();
    gateway.people.behave((_query, reply) => reply.code(503).send("down"));
    gateway.library.changes.append("One");
    socket.subscribe("s", bookChanged, { id: "1" });
    const message = await socket.next("s");
    expect(resultOf(message).data).toEqual({
      bookChanged: {
        event: { version: 1 },
        book: { title: "One", readers: null, author: { name: null } },
      },
    });
    expect(codesIn(message)).toContain("UNAVAILABLE");
  });

  test("a subgraph’s refusal is an error message with its code and nothing else of it", async () => {
    const socket = await connect();
    socket.subscribe("s", "subscription { refused }");
    const message = await socket.next("s");
    expect(message.type).toBe("error");
    expect(codesIn(message)).toEqual(["FORBIDDEN"]);
    expect(JSON.stringify(message)).not.toContain("product");
  });

  test.each([
    ["an event is not asked for", "subscription { __typename }"],
    [
      "the root is conditional",
      "subscription ($if: Boolean = true) { bookCounted @include(if: $if) }",
    ],
    ["there are two root fields", "subscription { bookCounted refused }"],
    ["a variable is missing", "subscription ($id: ID!) { bookChanged(id: $id) { book { id } } }"],
    ["the field is unknown", "subscription { nothing }"],
  ])("it is refused cleanly when %s", async (_reason, query) => {
    const socket = await connect();
    socket.subscribe("s", query);
    const message = await socket.next("s");
    expect(message.type).toBe("error");
    expect(codesIn(message)).toEqual(["BAD_REQUEST"]);
  });

  test("queries and mutations run over a socket too", async () => {
    const user = await gateway.users.signIn();
    const socket = await connect({ authorization: user.authorization });
    socket.subscribe("q", "{ me { id } books { readers } }");
    expect(resultOf(await socket.next("q"))).toEqual({
      data: { me: { id: user.id }, books: [{ readers: 10 }, { readers: 20 }] },
    });
    expect(await socket.next("q")).toMatchObject({ type: "complete" });
    socket.subscribe("m", 'mutation { addBook(title: "t") { title } }');
    expect(resultOf(await socket.next("m"))).toEqual({ data: { addBook: { title: "t" } } });
  });

  test("a running subscription survives a hot reload of the supergraph", async () => {
    const socket = await connect();
    gateway.library.changes.append("One");
    socket.subscribe("s", bookChanged, { id: "1" });
    await socket.next("s");
    gateway.logged.length = 0;
    gateway.supergraph.write(gateway.recompose(gateway.booksSdl.replace("fail(how", "failed(how")));
    await until(() => gateway.logged.some(({ msg }) => msg === "supergraph loaded"));
    gateway.library.changes.append("Two");
    expect(resultOf(await socket.next("s"))).toEqual(changed(2, "Two"));
  });

  test("each operation of a socket leaves one line in the access log", async () => {
    gateway.logged.length = 0;
    const socket = await connect();
    socket.subscribe("a", "query Named { __typename }");
    await socket.next("a");
    socket.subscribe("b", "{ nothing }");
    await socket.next("b");
    socket.subscribe("c", bookChanged, { id: "1" });
    await until(() => gateway.library.changes.readers === 1);
    socket.complete("c");
    const lines = () => gateway.logged.filter(({ msg }) => msg === "operation");
    await until(() => lines().length === 3);
    expect(lines()).toMatchObject([
      { lane: "websocket", operationName: "Named", operationKind: "query", errorCodes: [] },
      { operationName: null, errorCodes: ["BAD_REQUEST"] },
      { operationName: "Watch", operationKind: "subscription" },
    ]);
  });
});
