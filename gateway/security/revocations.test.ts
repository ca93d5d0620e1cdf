import { createServer, type Server } from "node:http";
import { portOf } from "@micro-shop/common/testing/portOf";
import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import { createLog } from "@micro-shop/common/log";
import { watchRevocations, type Revocations } from "./revocations";

const user = (id: string, sessionId = `session of ${id}`): CallerUser => ({
  id,
  sessionId,
  scopes: new Set(),
});

const listOf = (
  disabledUserIds: string[],
  closedSessionIds: string[],
  next: string | null = null,
) => JSON.stringify({ disabledUserIds, closedSessionIds, next });

describe("revocations", () => {
  let server: Server;
  let answer: { status: number; body: string };
  let furtherPages: Record<string, string>;
  let asked: string[];
  let updates: number;
  let revocations: Revocations;

  beforeEach(async () => {
    answer = { status: 200, body: listOf(["a"], ["s"]) };
    furtherPages = {};
    asked = [];
    updates = 0;
    server = createServer((request, response) => {
      asked.push(String(request.headers["x-proof"]));
      const after = new URL(request.url ?? "/", "http://user").searchParams.get("after");
      const body = after === null ? answer.body : furtherPages[after];
      response.writeHead(body === undefined ? 400 : answer.status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    revocations = watchRevocations({
      url: `http://127.0.0.1:${portOf(server)}/`,
      everyMs: 60_000,
      headers: () => ({ "x-proof": "gateway" }),
      log: createLog("test", "silent"),
      onUpdate: () => {
        updates += 1;
      },
    });
  });

  afterEach(() => {
    revocations.stop();
    server.closeAllConnections();
    server.close();
  });

  test("nobody is revoked before the first list", () => {
    expect(revocations.isRevoked(user("a"))).toBe(false);
  });

  test("the list revokes users and sessions, and is asked for with a proof", async () => {
    await revocations.refresh();
    expect(revocations.isRevoked(user("a"))).toBe(true);
    expect(revocations.isRevoked(user("b", "s"))).toBe(true);
    expect(revocations.isRevoked(user("b"))).toBe(false);
    expect(asked).toEqual(["gateway"]);
    expect(updates).toBe(1);
  });

  test("who is no longer listed is no longer revoked", async () => {
    await revocations.refresh();
    answer = { status: 200, body: listOf([], []) };
    await revocations.refresh();
    expect(revocations.isRevoked(user("a"))).toBe(false);
  });

  test("a list of several pages is read to its end before it is used", async () => {
    answer.body = listOf(["a"], [], "2/+");
    furtherPages = { "2/+": listOf([], ["s"], "3"), 3: listOf(["c"], []) };
    await revocations.refresh();
    expect(asked).toHaveLength(3);
    expect(updates).toBe(1);
    for (const revoked of [user("a"), user("b", "s"), user("c")])
      expect(revocations.isRevoked(revoked)).toBe(true);
  });

  test("a page that cannot be had leaves the old list in place", async () => {
    await revocations.refresh();
    answer.body = listOf([], [], "gone");
    await revocations.refresh();
    expect(revocations.isRevoked(user("a"))).toBe(true);
    expect(updates).toBe(1);
  });

  test("asking twice at once is asking once", async () => {
    await Promise.all([revocations.refresh(), revocations.refresh()]);
    expect(asked).toHaveLength(1);
  });

  test.each([
    { status: 500, body: "" },
    { status: 200, body: "<html>" },
    { status: 200, body: '{"disabledUserIds":"a"}' },
  ])("the answer %j leaves the old list in place", async (broken) => {
    await revocations.refresh();
    answer = broken;
    await revocations.refresh();
    expect(revocations.isRevoked(user("a"))).toBe(true);
    expect(updates).toBe(1);
  });
});
