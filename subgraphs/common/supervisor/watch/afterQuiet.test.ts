import { createGate } from "../../testing/gate";
import { afterQuiet } from "./afterQuiet";

describe("work that waits for quiet", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it("is done once for many changes", async () => {
    const work = jest.fn(async () => undefined);
    const quiet = afterQuiet(100, work);
    quiet.trigger();
    await jest.advanceTimersByTimeAsync(99);
    quiet.trigger();
    await jest.advanceTimersByTimeAsync(99);
    expect(work).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("is done again, afterwards, for what happened during it", async () => {
    const gate = createGate();
    const work = jest.fn(() => gate.pass());
    const quiet = afterQuiet(100, work);
    quiet.trigger();
    await jest.advanceTimersByTimeAsync(100);
    expect(quiet.isDue()).toBe(false);
    quiet.trigger();
    await jest.advanceTimersByTimeAsync(200);
    expect([work.mock.calls.length, quiet.isDue()]).toEqual([1, true]);
    gate.open();
    await jest.advanceTimersByTimeAsync(0);
    expect([work.mock.calls.length, quiet.isDue()]).toEqual([2, false]);
  });

  it("is not begun after a stop, which waits for the one under way", async () => {
    const gate = createGate();
    const work = jest.fn(() => gate.pass());
    const quiet = afterQuiet(100, work);
    quiet.trigger();
    await jest.advanceTimersByTimeAsync(100);
    quiet.trigger();
    await jest.advanceTimersByTimeAsync(100);
    const stopped = jest.fn();
    const stopping = quiet.stop().then(stopped);
    await jest.advanceTimersByTimeAsync(100);
    expect(stopped).not.toHaveBeenCalled();
    gate.open();
    await stopping;
    expect(work).toHaveBeenCalledTimes(1);
  });
});
