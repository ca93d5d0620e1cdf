import { useClock } from "@micro-shop/common/clock";
import { Fault } from "@micro-shop/common/errors";
import type { Authenticated } from "./authentication";
import { createUserAuthentication } from "./userAuthentication";

const identity = (expiresAt = Date.now() + 60_000): Authenticated => ({
  user: { id: "u", sessionId: "s", scopes: new Set() },
  expiresAt,
});

describe("user authentication", () => {
  test("a token is verified once and then remembered", async () => {
    const verify = jest.fn(async () => identity());
    const authenticate = createUserAuthentication({ verify, isRevoked: () => false });
    for (let count = 0; count < 3; count += 1) {
      expect((await authenticate("Bearer abc"))?.user.id).toBe("u");
    }
    expect(verify).toHaveBeenCalledTimes(1);
    expect(verify).toHaveBeenCalledWith("abc");
  });

  test("a remembered token ends when it expires", async () => {
    const verify = jest.fn(async () => identity());
    const authenticate = createUserAuthentication({ verify, isRevoked: () => false });
    await authenticate("Bearer abc");
    const restore = useClock({ now: () => new Date(Date.now() + 61_000) });
    try {
      await expect(authenticate("Bearer abc")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    } finally {
      restore();
    }
  });

  test("a remembered token ends when its user or session is revoked", async () => {
    let revoked = false;
    const authenticate = createUserAuthentication({
      verify: async () => identity(),
      isRevoked: () => revoked,
    });
    await authenticate("Bearer abc");
    revoked = true;
    await expect(authenticate("Bearer abc")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("a failure is not remembered", async () => {
    const verify = jest
      .fn<Promise<Authenticated>, []>()
      .mockRejectedValueOnce(new Fault("UNAVAILABLE"))
      .mockResolvedValueOnce(identity());
    const authenticate = createUserAuthentication({ verify, isRevoked: () => false });
    await expect(authenticate("Bearer abc")).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(await authenticate("Bearer abc")).not.toBeNull();
  });

  test("no header and an empty one are a stranger", async () => {
    const verify = jest.fn(async () => identity());
    const authenticate = createUserAuthentication({ verify, isRevoked: () => false });
    expect(await authenticate(undefined)).toBeNull();
    expect(await authenticate(" ")).toBeNull();
    expect(verify).not.toHaveBeenCalled();
  });

  test.each(["abc", "Bearer", "Bearer a b", "Basic abc", "Bearer a\nb", "Bearer ä"])(
    "%j is refused unread",
    async (authorization) => {
      const verify = jest.fn(async () => identity());
      const authenticate = createUserAuthentication({ verify, isRevoked: () => false });
      await expect(authenticate(authorization)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
      expect(verify).not.toHaveBeenCalled();
    },
  );
});
