import { startDeadline } from "./deadline";
import { AuthError, NetworkError, RateLimitedError, RequestError, TimeoutError } from "./errors";
import { fullJitterMs, isPassing, withRetry } from "./retry";

const options = { attempts: 5, baseMs: 100, maxMs: 1_000 };

afterEach(() => jest.restoreAllMocks());

describe("fullJitterMs", () => {
  it("is spread from zero to a bound that doubles up to the maximum", () => {
    jest.spyOn(Math, "random").mockReturnValue(0.999_999);
    const bounds = [0, 1, 2, 3, 4, 30].map((retry) => Math.round(fullJitterMs(retry, options)));
    expect(bounds).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    jest.spyOn(Math, "random").mockReturnValue(0);
    expect(fullJitterMs(3, options)).toBe(0);
  });
});

describe("isPassing", () => {
  const withCode = (code: string) => new RequestError([{ message: "No.", extensions: { code } }]);

  it.each([new NetworkError("a"), new RateLimitedError("b", 1), withCode("UNAVAILABLE")])(
    "%s may pass",
    (error) => expect(isPassing(error)).toBe(true),
  );

  it.each([new AuthError("a"), new TimeoutError("b"), withCode("FORBIDDEN"), new Error("c")])(
    "%s will not",
    (error) => expect(isPassing(error)).toBe(false),
  );
});

describe("withRetry", () => {
  it("stops waiting when the caller aborts", async () => {
    const controller = new AbortController();
    const deadline = startDeadline(60_000, controller.signal);
    const attempt = jest.fn(() => {
      setImmediate(() => controller.abort(new Error("The page was left.")));
      return Promise.reject(new RateLimitedError("Later.", 30_000));
    });
    await expect(withRetry(attempt, deadline, options)).rejects.toThrow("The page was left.");
    expect(attempt).toHaveBeenCalledTimes(1);
    deadline.release();
  });
});
