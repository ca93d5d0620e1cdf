import { RateLimitedError } from "./errors";
import { exchange } from "./transport";
import { webSocketUrl } from "./webSocketUrl";

/** The error of a 429 with this Retry-After. */
async function limited(retryAfter: string | null): Promise<unknown> {
  const transport = {
    url: "http://shop.example/graphql",
    fetch: () =>
      Promise.resolve({
        status: 429,
        headers: { get: (name: string) => (name === "retry-after" ? retryAfter : null) },
        text: () => Promise.resolve("slow down"),
      }),
  };
  const message = { text: "{ a }", variables: undefined, accessToken: null };
  return exchange(transport, message, new AbortController().signal).catch(
    (error: unknown) => error,
  );
}

describe("Retry-After", () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ["3", 3_000],
    ["0.5", 500],
    [null, 0],
    ["soon", 0],
    ["-4", 0],
  ])("%j means %d ms", async (value, expected) => {
    const error = await limited(value);
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ retryAfterMs: expected });
  });

  it("may be a date", async () => {
    jest.spyOn(Date, "now").mockReturnValue(Date.parse("2030-01-01T00:00:00Z"));
    expect(await limited("Tue, 01 Jan 2030 00:00:09 GMT")).toMatchObject({ retryAfterMs: 9_000 });
  });
});

describe("webSocketUrl", () => {
  it.each([
    ["http://localhost:4000/graphql", "ws://localhost:4000/graphql"],
    ["https://shop.example/graphql", "wss://shop.example/graphql"],
  ])("of %s is %s", (url, expected) => expect(webSocketUrl(url)).toBe(expected));

  it("of a path is on the page's own host", () => {
    Object.defineProperty(globalThis, "location", {
      value: { href: "https://shop.example/cart?x=1" },
      configurable: true,
    });
    try {
      expect(webSocketUrl("/graphql")).toBe("wss://shop.example/graphql");
    } finally {
      Reflect.deleteProperty(globalThis, "location");
    }
  });
});
