import type { IncomingMessage } from "node:http";
import { isAllowedOrigin } from "./originCheck";

const request = (origin?: string): IncomingMessage =>
  ({ headers: { host: "api.shop.example", ...(origin ? { origin } : {}) } }) as IncomingMessage;
const strict = { allowed: ["https://shop.example"], allowLoopback: false };

test.each([
  [undefined, true],
  ["https://api.shop.example", true],
  ["https://shop.example", true],
  ["http://shop.example", false],
  ["https://shop.example.evil.example", false],
  ["https://evil.example", false],
  ["http://localhost:5173", false],
  ["null", false],
  ["not a url", false],
])("the origin %s may open a socket: %s", (origin, expected) => {
  expect(isAllowedOrigin(request(origin), strict)).toBe(expected);
});

test("in development pages of this machine may", () => {
  const development = { allowed: [], allowLoopback: true };
  for (const origin of ["http://localhost:5173", "http://127.0.0.1:3000", "http://[::1]:3000"]) {
    expect(isAllowedOrigin(request(origin), development)).toBe(true);
  }
  expect(isAllowedOrigin(request("http://localhost.evil.example"), development)).toBe(false);
});

test("a star lets every page in", () => {
  expect(isAllowedOrigin(request("https://evil.example"), { ...strict, allowed: ["*"] })).toBe(
    true,
  );
});
