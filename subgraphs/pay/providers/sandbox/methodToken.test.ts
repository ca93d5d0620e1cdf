import { behaviourOf } from "./methodToken";

describe("method tokens of the sandbox", () => {
  it("name what happens to a charge", () => {
    expect(behaviourOf("tok_approve")).toEqual({ kind: "APPROVE" });
    expect(behaviourOf("tok_decline")).toEqual({ kind: "DECLINE" });
    expect(behaviourOf("tok_never")).toEqual({ kind: "NEVER" });
    expect(behaviourOf("tok_unknown")).toEqual({ kind: "UNKNOWN" });
  });

  it("carry a delay of 0 to 60000 ms", () => {
    expect(behaviourOf("tok_slow_0")).toEqual({ kind: "SLOW", delayMs: 0 });
    expect(behaviourOf("tok_slow_60000")).toEqual({ kind: "SLOW", delayMs: 60_000 });
  });

  it.each([
    "tok_slow_60001",
    "tok_slow_-1",
    "tok_slow_1.5",
    "tok_slow_1e3",
    "tok_slow_",
    "tok_slow_999999",
    " tok_approve",
    "TOK_APPROVE",
    "__proto__",
    "constructor",
    "",
  ])("are nothing else: %j", (token) => {
    expect(behaviourOf(token)).toBeNull();
  });
});
