import { gate, tokens } from "../tests/fakeShop";
import { AuthError, NetworkError } from "./errors";
import { createSession } from "./session";
import { memoryTokenStore, type Tokens } from "./tokens";

describe("a session", () => {
  it("renews once however many calls ask at the same time", async () => {
    const asked: string[] = [];
    const store = memoryTokenStore(tokens(1));
    const session = createSession(store, (refreshToken) => {
      asked.push(refreshToken);
      return Promise.resolve(tokens(2));
    });
    const renewed = await Promise.all(Array.from({ length: 5 }, () => session.renew("access-1")));
    expect(asked).toEqual(["refresh-1"]);
    expect(new Set(renewed)).toEqual(new Set(["access-2"]));
  });

  it("has stored the rotated tokens before anybody gets the new one", async () => {
    const order: string[] = [];
    const store = memoryTokenStore(tokens(1));
    const slowStore = {
      ...store,
      async set(next: Tokens) {
        await Promise.resolve();
        await store.set(next);
        order.push("stored");
      },
    };
    const session = createSession(slowStore, () => Promise.resolve(tokens(2)));
    await session.renew("access-1").then(() => order.push("used"));
    expect(order).toEqual(["stored", "used"]);
  });

  it("uses the token that another tab has renewed instead of renewing again", async () => {
    const refresh = jest.fn();
    const session = createSession(memoryTokenStore(tokens(2)), refresh);
    await expect(session.renew("access-1")).resolves.toBe("access-2");
    expect(refresh).not.toHaveBeenCalled();
  });

  it("is over when the server refuses the renewal, and then the store is empty", async () => {
    const store = memoryTokenStore(tokens(1));
    const session = createSession(store, () => Promise.resolve(null));
    await expect(session.renew("access-1")).rejects.toThrow(AuthError);
    await expect(store.get()).resolves.toBeNull();
    await expect(session.accessToken()).resolves.toBeNull();
  });

  it("survives a renewal that failed for want of a connection", async () => {
    const store = memoryTokenStore(tokens(1));
    const session = createSession(store, () => Promise.reject(new NetworkError("Offline.")));
    await expect(session.renew("access-1")).rejects.toThrow(NetworkError);
    await expect(store.get()).resolves.toMatchObject({ accessToken: "access-1" });
  });

  it("stays closed when somebody signs out during a renewal", async () => {
    const answer = gate();
    const store = memoryTokenStore(tokens(1));
    const session = createSession(store, async () => {
      await answer.opened;
      return tokens(2);
    });
    const renewal = session.renew("access-1");
    await session.clear();
    answer.open();
    await expect(renewal).rejects.toThrow(AuthError);
    await expect(store.get()).resolves.toBeNull();
  });

  it("keeps the new user when somebody signs in during a renewal", async () => {
    const answer = gate();
    const store = memoryTokenStore(tokens(1));
    const session = createSession(store, async () => {
      await answer.opened;
      return null;
    });
    const renewal = session.renew("access-1");
    // The renewal has read the old tokens before the new ones arrive.
    await Promise.resolve();
    await session.accept(tokens(7));
    answer.open();
    await expect(renewal).resolves.toBe("access-7");
    await expect(store.get()).resolves.toMatchObject({ accessToken: "access-7" });
  });

  describe("shortly before the token ends", () => {
    const startMs = Date.parse("2030-01-01T00:00:00Z");
    let nowMs = startMs;

    beforeEach(() => {
      nowMs = startMs;
      jest.spyOn(Date, "now").mockImplementation(() => nowMs);
    });
    afterEach(() => jest.restoreAllMocks());

    const endingAfter = (milliseconds: number): Tokens => ({
      ...tokens(1),
      expiresAt: new Date(startMs + milliseconds).toISOString(),
    });

    it("renews ahead of the refusal", async () => {
      const session = createSession(memoryTokenStore(), () => Promise.resolve(tokens(2)));
      await session.accept(endingAfter(15 * 60_000));
      await expect(session.accessToken()).resolves.toBe("access-1");
      nowMs = startMs + 14.6 * 60_000;
      await expect(session.accessToken()).resolves.toBe("access-2");
    });

    it("goes on with the present token when the early renewal fails", async () => {
      const session = createSession(memoryTokenStore(), () =>
        Promise.reject(new NetworkError("Offline.")),
      );
      await session.accept(endingAfter(15 * 60_000));
      nowMs = startMs + 14.6 * 60_000;
      await expect(session.accessToken()).resolves.toBe("access-1");
    });

    it("renews ahead also when the tokens were stored by an earlier run or another tab", async () => {
      const store = memoryTokenStore(endingAfter(15 * 60_000));
      const session = createSession(store, () => Promise.resolve(tokens(2)));
      await expect(session.accessToken()).resolves.toBe("access-1");
      nowMs = startMs + 14.6 * 60_000;
      await expect(session.accessToken()).resolves.toBe("access-2");
    });

    it("renews once, not before every call, when a stored token looks ended and so does its successor", async () => {
      const refresh = jest.fn(() =>
        Promise.resolve({ ...endingAfter(0), accessToken: "access-2" }),
      );
      const session = createSession(memoryTokenStore(endingAfter(-60 * 60_000)), refresh);
      await expect(session.accessToken()).resolves.toBe("access-2");
      await expect(session.accessToken()).resolves.toBe("access-2");
      expect(refresh).toHaveBeenCalledTimes(1);
    });

    it("does not renew before every call on a device whose clock is ahead", async () => {
      const refresh = jest.fn(() => Promise.resolve(tokens(2)));
      const session = createSession(memoryTokenStore(), refresh);
      await session.accept(endingAfter(-60 * 60_000));
      await expect(session.accessToken()).resolves.toBe("access-1");
      expect(refresh).not.toHaveBeenCalled();
    });
  });
});
