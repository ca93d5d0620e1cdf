import { useClock } from "@micro-shop/common/clock";
import { ALLOWED_ORIGIN, post } from "../support/httpClient";
import { codesIn, openSocket, resultOf, type SocketClient } from "../support/socketClient";
import { startTestGateway, type TestGateway } from "../support/testGateway";
import { until } from "../support/until";

/** What tells a client to renew its token, or to sign in again. */
const signInAgain = [
  4403,
  "UNAUTHENTICATED: You are not signed in, or your session has ended.",
] as const;

const bookChanged = "subscription ($id: ID!) { bookChanged(id: $id) { event { version } } }";

describe("the door for sockets", () => {
  let gateway: TestGateway;
  const sockets: SocketClient[] = [];

  beforeAll(async () => {
    gateway = await startTestGateway({
      SOCKET_INIT_MS: "400",
      LIMIT_SUBSCRIPTIONS: "3",
      LIMIT_SOCKETS_PER_USER: "2",
      CORS_ORIGINS: "https://shop.example",
    });
  });

  afterEach(async () => {
    const opened = sockets.splice(0);
    for (const socket of opened) socket.close();
    await Promise.all(opened.map(({ closed }) => closed));
    await until(() => gateway.library.changes.readers === 0);
  });

  afterAll(() => gateway.stop());

  async function connect(payload?: Record<string, unknown>): Promise<SocketClient> {
    const socket = await openSocket(gateway.url);
    sockets.push(socket);
    await socket.init(payload);
    return socket;
  }

  test("a socket that does not introduce itself is closed after a while", async () => {
    const socket = await openSocket(gateway.url);
    const started = performance.now();
    expect(await socket.closed).toBe(4408);
    expect(performance.now() - started).toBeGreaterThan(300);
  });

  test("subscribing before connection_init is Unauthorized", async () => {
    const socket = await openSocket(gateway.url);
    socket.subscribe("s", "{ __typename }");
    expect(await socket.closed).toBe(4401);
  });

  test.each([{ authorization: "Bearer nonsense" }, { authorization: 1 }, { authorization: {} }])(
    "the token %p closes the socket with 4403 and says why",
    async (payload) => {
      const socket = await openSocket(gateway.url);
      socket.send({ type: "connection_init", payload });
      expect(await socket.closedBecause).toEqual(signInAgain);
    },
  );

  test("a socket is closed with 4403 when its token ends", async () => {
    const user = await gateway.users.signIn({ lifetimeMs: 2_000 });
    const socket = await connect({ authorization: user.authorization });
    expect(await socket.closedBecause).toEqual(signInAgain);
  });

  test("the sockets of a disabled user are closed with 4403, those of others stay", async () => {
    const [user, other] = [await gateway.users.signIn(), await gateway.users.signIn()];
    const socket = await connect({ authorization: user.authorization });
    const stays = await connect({ authorization: other.authorization });
    gateway.users.disable(user.id);
    expect(await socket.closedBecause).toEqual(signInAgain);
    stays.subscribe("q", "{ __typename }");
    expect(resultOf(await stays.next("q")).data).toEqual({ __typename: "Query" });
  });

  test("a user has so many sockets and no more; closing one makes room", async () => {
    const { authorization } = await gateway.users.signIn();
    const first = await connect({ authorization });
    await connect({ authorization });
    const third = await openSocket(gateway.url);
    third.send({ type: "connection_init", payload: { authorization } });
    expect(await third.closedBecause).toEqual([4429, "LIMIT_EXCEEDED: Too many sockets are open."]);
    first.close();
    await first.closed;
    await until(async () => {
      const next = await openSocket(gateway.url);
      sockets.push(next);
      const opened = next.init({ authorization }).then(() => true);
      return Promise.race([opened, next.closed.then(() => false)]);
    });
  });

  test("a socket has so many subscriptions; the next one is refused, the socket stays", async () => {
    const socket = await connect();
    for (const id of ["1", "2", "3"]) socket.subscribe(id, bookChanged, { id: "1" });
    await until(() => gateway.library.changes.readers === 3);
    socket.subscribe("4", bookChanged, { id: "1" });
    expect(codesIn(await socket.next("4"))).toEqual(["LIMIT_EXCEEDED"]);
    socket.complete("1");
    await until(() => gateway.library.changes.readers === 2);
    socket.subscribe("5", "{ __typename }");
    expect(resultOf(await socket.next("5")).data).toEqual({ __typename: "Query" });
  });

  test("a message above 64 kB closes the socket", async () => {
    const socket = await connect();
    socket.subscribe("s", `{ __typename } #${"x".repeat(66_000)}`);
    expect(await socket.closed).toBe(1009);
  });

  test.each(["{", "[]", "1", '{"type":"nothing"}', '{"type":"subscribe","id":1}'])(
    "the message %s closes the socket with 4400",
    async (message) => {
      const socket = await connect();
      socket.send(message);
      expect(await socket.closed).toBe(4400);
    },
  );

  test("a page of another origin may not open a socket", async () => {
    const foreign = openSocket(gateway.url, { headers: { origin: "https://evil.example" } });
    await expect(foreign).rejects.toThrow("403");
    for (const origin of [gateway.url, "https://shop.example"]) {
      const allowed = await openSocket(gateway.url, { headers: { origin } });
      allowed.close();
    }
  });

  test("nor may it read an answer over HTTP", async () => {
    const allowed = async (origin: string) =>
      (await post(gateway.url, "{ __typename }", { origin })).headers.get(ALLOWED_ORIGIN);
    expect(await allowed("https://evil.example")).toBeNull();
    expect(await allowed("https://shop.example")).toBe("https://shop.example");
  });

  test("a socket on another path is not found", async () => {
    await expect(openSocket(gateway.url, { path: "/other" })).rejects.toThrow("404");
  });

  test("a token that ended after it was accepted is refused on a new socket", async () => {
    const { authorization } = await gateway.users.signIn();
    await connect({ authorization });
    const restore = useClock({ now: () => new Date(Date.now() + 61_000) });
    try {
      const socket = await openSocket(gateway.url);
      socket.send({ type: "connection_init", payload: { authorization } });
      expect(await socket.closedBecause).toEqual(signInAgain);
    } finally {
      restore();
    }
  });
});
