import { useRandom } from "../random";
import { sagaPauseMs } from "./sagaPause";

describe("the pause of a saga", () => {
  let restore: () => void;
  // The longest pause that chance allows.
  beforeAll(() => (restore = useRandom({ bytes: (size) => Buffer.alloc(size, 255) })));
  afterAll(() => restore());

  it.each([
    [0, 0, 200],
    [2, 500, 800],
    [9, 2_000, 1_000],
    [9, 10_000, 2_500],
    [20, 3_600_000, 30_000],
  ])("after %i attempts, %i ms after its begin, is shorter than %i ms", (attempts, ageMs, ms) => {
    expect(sagaPauseMs(attempts, ageMs)).toBe(ms - 1);
  });
});
