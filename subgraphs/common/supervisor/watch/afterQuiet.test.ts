import { createGate } from "../../testing/gate";
import { until } from "../../testing/until";
import { afterQuiet } from "./afterQuiet";

const QUIET_MS = 5;

describe("work that waits for quiet", () => {
  it("is done once for many changes", async () => {
    const work = jest.fn(async () => undefined);
    const quiet = afterQuiet(QUIET_MS, work);
    for (let change = 0; change < 10; change++) quiet.trigger();
    expect([work.mock.calls.length, quiet.isDue()]).toEqual([0, true]);
    await until("the work", () => work.mock.calls.length > 0);
    await quiet.stop();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("is done again, afterwards, for what happened during it", async () => {
    const gate = createGate();
    let underWay = 0;
    const most: number[] = [];
    const quiet = afterQuiet(QUIET_MS, async () => {
      most.push(++underWay);
      await gate.pass();
      underWay--;
    });
    quiet.trigger();
    await gate.reached;
    expect(quiet.isDue()).toBe(false);
    quiet.trigger();
    expect(quiet.isDue()).toBe(true);
    gate.open();
    await until("the second round", () => most.length === 2);
    await quiet.stop();
    expect(most).toEqual([1, 1]);
  });

  it("is not begun after a stop, which waits for the one under way", async () => {
    const gate = createGate();
    const work = jest.fn(() => gate.pass());
    const quiet = afterQuiet(QUIET_MS, work);
    quiet.trigger();
    await gate.reached;
    quiet.trigger();
    let isStopped = false;
    const stopping = quiet.stop().then(() => (isStopped = true));
    await new Promise(setImmediate);
    expect(isStopped).toBe(false);
    gate.open();
    await stopping;
    expect(work).toHaveBeenCalledTimes(1);
  });
});
