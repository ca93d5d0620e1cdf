import type { IncomingMessage } from "node:http";
import { clientAddressOf } from "./clientAddress";

const request = (forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress: "10.0.0.1" },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  }) as unknown as IncomingMessage;

test("without proxies of ours the header is the client’s invention", () => {
  expect(clientAddressOf(request("1.2.3.4"), 0)).toBe("10.0.0.1");
});

test("behind proxies it is what the outermost of them saw, whatever the client wrote before", () => {
  expect(clientAddressOf(request("9.9.9.9, 1.2.3.4"), 1)).toBe("1.2.3.4");
  expect(clientAddressOf(request("9.9.9.9, 1.2.3.4, 10.0.0.2"), 2)).toBe("1.2.3.4");
});

test("a chain that is shorter than expected ends at its beginning", () => {
  expect(clientAddressOf(request("1.2.3.4"), 3)).toBe("1.2.3.4");
  expect(clientAddressOf(request(), 1)).toBe("10.0.0.1");
  expect(clientAddressOf(request(" , "), 1)).toBe("10.0.0.1");
});
