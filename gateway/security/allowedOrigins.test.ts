import { isAllowedOrigin } from "./allowedOrigins";

const request = (origin?: string) => ({
  headers: { host: "api.shop.example", ...(origin ? { origin } : {}) },
});

test.each([
  [undefined, true],
  ["https://api.shop.example", true],
  ["https://shop.example", true],
  ["http://shop.example", false],
  ["https://shop.example.evil.example", false],
  ["https://shop.example:8443", false],
  ["https://evil.example", false],
  ["http://localhost:5173", false],
  ["null", false],
  ["not a url", false],
])("the origin %s may open a socket: %s", (origin, expected) => {
  expect(isAllowedOrigin(request(origin), ["https://shop.example"])).toBe(expected);
});

test("a star lets every page in", () => {
  for (const origin of ["https://evil.example", "null"]) {
    expect(isAllowedOrigin(request(origin), ["*"])).toBe(true);
  }
});
