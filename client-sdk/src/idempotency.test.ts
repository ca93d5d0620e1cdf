import { hasIdempotencyKey, withIdempotencyKey } from "./idempotency";

describe("withIdempotencyKey", () => {
  it("makes a new key for each call", () => {
    const keys = Array.from({ length: 100 }, () => withIdempotencyKey({}).idempotencyKey);
    expect(new Set(keys).size).toBe(100);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("keeps the key of the caller", () => {
    expect(withIdempotencyKey({ skuId: "1", idempotencyKey: "mine" })).toEqual({
      skuId: "1",
      idempotencyKey: "mine",
    });
  });

  it("works without the Web Crypto API, as in React Native", () => {
    const crypto = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    Object.defineProperty(globalThis, "crypto", { value: undefined, configurable: true });
    try {
      expect(withIdempotencyKey({}).idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
    } finally {
      if (crypto) Object.defineProperty(globalThis, "crypto", crypto);
    }
  });
});

describe("hasIdempotencyKey", () => {
  it.each([
    [{ input: { idempotencyKey: "a" } }, true],
    [{ input: { idempotencyKey: "" } }, false],
    [{ input: {} }, false],
    [{ input: null }, false],
    [{}, false],
    [undefined, false],
  ])("of %j is %s", (variables, expected) => {
    expect(hasIdempotencyKey(variables)).toBe(expected);
  });
});
