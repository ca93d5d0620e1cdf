import { Fault } from "@micro-shop/common/errors";
import { callFault, isConnectionError } from "./subgraphFault";

const withCode = (code: string): Error => Object.assign(new Error("x"), { code });

test("a connection that broke is worth another try, anything else is not", () => {
  for (const code of ["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]) {
    expect(isConnectionError(withCode(code))).toBe(true);
  }
  for (const error of [
    new Error("x"),
    withCode("UND_ERR_ABORTED"),
    new Fault("INTERNAL"),
    null,
    "x",
  ]) {
    expect(isConnectionError(error)).toBe(false);
  }
});

test("time that ran out is TIMEOUT, whatever ran out of it; the rest is UNAVAILABLE", () => {
  expect(callFault(new DOMException("x", "TimeoutError")).code).toBe("TIMEOUT");
  expect(callFault(Object.assign(new Error("x"), { name: "HeadersTimeoutError" })).code).toBe(
    "TIMEOUT",
  );
  expect(callFault(new DOMException("x", "AbortError")).code).toBe("UNAVAILABLE");
  expect(callFault(withCode("ECONNREFUSED")).code).toBe("UNAVAILABLE");
});

test("the client sees the registry’s text, the log the cause", () => {
  const cause = new Error("connect ECONNREFUSED 10.0.0.1:4002");
  const fault = callFault(cause);
  expect(fault.message).not.toContain("10.0.0.1");
  expect(fault.cause).toBe(cause);
  const known = new Fault("RATE_LIMITED");
  expect(callFault(known)).toBe(known);
});
