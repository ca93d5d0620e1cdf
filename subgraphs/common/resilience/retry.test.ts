import { Fault, Refusal, Refusals } from "../errors";
import { useRandom } from "../random";
import { startDeadline, type Deadline } from "./deadline";
import { isRefusal, isTransient, retry } from "./retry";

const unavailable = new Fault("UNAVAILABLE");

/** Fails so many times, then answers the number of the attempt. */
function failing(times: number, error: unknown = unavailable) {
  return jest.fn(async (attempt: number) => {
    if (attempt < times) throw error;
    return attempt;
  });
}

describe("retry", () => {
  let restoreRandom: () => void;
  let deadline: Deadline;

  beforeEach(() => {
    // No chance, no pause.
    restoreRandom = useRandom({ bytes: (size) => Buffer.alloc(size) });
    deadline = startDeadline(10_000);
  });

  afterEach(() => restoreRandom());

  it("does the work again until it succeeds", async () => {
    const work = failing(2);
    expect(await retry(work, { attempts: 3, deadline })).toBe(2);
    expect(work).toHaveBeenCalledTimes(3);
  });

  it("throws the last error when the attempts are used up", async () => {
    const work = failing(5);
    await expect(retry(work, { attempts: 2, deadline })).rejects.toBe(unavailable);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it("never repeats after a refusal or a fault of its own", async () => {
    for (const error of [new Refusal("SOLD_OUT", "x"), new Fault("FORBIDDEN"), new TypeError()]) {
      const work = failing(1, error);
      await expect(retry(work, { attempts: 3, deadline })).rejects.toBe(error);
      expect(work).toHaveBeenCalledTimes(1);
    }
  });

  it("takes the caller's word for what is worth repeating", async () => {
    const work = failing(1, new TypeError());
    expect(await retry(work, { attempts: 2, deadline, isRetryable: () => true })).toBe(1);
  });

  it("gives up at once when the pause would outlast the deadline", async () => {
    restoreRandom();
    restoreRandom = useRandom({ bytes: (size) => Buffer.alloc(size, 0xff) });
    const work = failing(1);
    const options = { attempts: 9, deadline: startDeadline(1_000), baseMs: 60_000, capMs: 60_000 };
    await expect(retry(work, options)).rejects.toBe(unavailable);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("gives up when the caller leaves during the pause", async () => {
    restoreRandom();
    restoreRandom = useRandom({ bytes: (size) => Buffer.alloc(size, 0xff) });
    const caller = new AbortController();
    const work = failing(1);
    const running = retry(work, {
      attempts: 2,
      deadline: startDeadline(60_000, caller.signal),
      baseMs: 30_000,
    });
    caller.abort();
    await expect(running).rejects.toBe(unavailable);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("pauses at random, longer each time, up to the cap", async () => {
    const pauses: unknown[] = [];
    const sleeping: typeof import("./sleep") = jest.requireActual("./sleep");
    const sleep = jest.spyOn(sleeping, "sleep").mockImplementation(async (ms) => {
      pauses.push(ms);
      return true;
    });
    try {
      restoreRandom();
      restoreRandom = useRandom({ bytes: (size) => Buffer.alloc(size, 0x80) });
      const limits = { attempts: 5, deadline: startDeadline(1e6), baseMs: 100, capMs: 250 };
      expect(await retry(failing(4), limits)).toBe(4);
      expect(pauses.map((ms) => Math.round(Number(ms)))).toEqual([50, 100, 125, 125]);
    } finally {
      sleep.mockRestore();
    }
  });
});

describe("kinds of errors", () => {
  it("tell what may pass from what will not", () => {
    expect(
      ["TIMEOUT", "UNAVAILABLE", "RATE_LIMITED"].map((code) =>
        isTransient(new Fault(code as "TIMEOUT")),
      ),
    ).toEqual([true, true, true]);
    expect([new Fault("INTERNAL"), new Error(), null].map(isTransient)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("tell answers from trouble", () => {
    const refusal = new Refusal("SOLD_OUT", "x");
    expect([refusal, new Refusals([refusal])].every(isRefusal)).toBe(true);
    expect([unavailable, new Error(), null].some(isRefusal)).toBe(false);
  });
});
