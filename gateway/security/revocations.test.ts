import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import { createLog } from "@micro-shop/common/log";
import { watchRevocations, type Revocations } from "./revocations";

const user = (id: string, sessionId = `session of ${id}`): CallerUser => ({
  id,
  sessionId,
  scopes: new Set(),
});

describe("revocations", () => {
  let server: Server;
  let answer: { status: number; body: string };
  let asked: string[];
  let updates: number;
  let revocations: Revocations;

  beforeEach(async () => {
    answer = { status: 200, body: '{"disabledUserIds":["a"],"closedSessionIds":["s"]}' };
    asked = [];
    updates = 0;
    server = createServer((request, response) => {
      asked.push(String(request.headers["x-proof"]));
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    revocations = watchRevocations({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
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
    answer = { status: 200, body: '{"disabledUserIds":[],"closedSessionIds":[]}' };
    await revocations.refresh();
    expect(revocations.isRevoked(user("a"))).toBe(false);
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
