import { budgetFromHeader, startDeadline } from "./deadline";

const codeOf = (error: unknown) => (error as { code?: unknown }).code;

describe("a deadline", () => {
  test("grants the next hop what is left but for the way home, and no more than its own", () => {
    const deadline = startDeadline(1_000);
    expect(deadline.hopMs(200)).toBe(200);
    const granted = deadline.hopMs(5_000);
    expect(granted).toBeLessThanOrEqual(950);
    expect(granted).toBeGreaterThan(500);
  });

  test("that is over, or whose caller has left, leaves nothing", () => {
    for (const deadline of [startDeadline(0), startDeadline(1_000, AbortSignal.abort())]) {
      expect(deadline.remainingMs()).toBe(0);
      let code: unknown;
      try {
        deadline.hopMs(100);
      } catch (error) {
        code = codeOf(error);
      }
      expect(code).toBe("TIMEOUT");
    }
  });

  test("ends its signal with the caller", () => {
    const caller = new AbortController();
    const { signal } = startDeadline(10_000, caller.signal);
    expect(signal.aborted).toBe(false);
    caller.abort();
    expect(signal.aborted).toBe(true);
  });

  test.each([
    [undefined, 5_000],
    ["200", 200],
    ["60000", 5_000],
    ["0", 5_000],
    ["-1", 5_000],
    ["soon", 5_000],
    ["Infinity", 5_000],
  ])("by the header %p of a caller is one of %i ms", (header, expected) => {
    expect(budgetFromHeader(header, 5_000)).toBe(expected);
  });
});
