import { createLog } from "../log";
import { repeat } from "./repeat";

const options = { name: "test", intervalMs: 1, log: createLog("test", "silent") };

describe("a repeated job", () => {
  it("goes on after a round that failed", async () => {
    let rounds = 0;
    const third = new Promise<void>((resolve) => {
      const stop = repeat(options, async () => {
        rounds += 1;
        if (rounds === 3) {
          resolve();
          void stop();
        }
        throw new Error("failed");
      }).start();
    });
    await third;
    expect(rounds).toBe(3);
  });

  it("stops after the round under way, and not before it has ended", async () => {
    const log: string[] = [];
    let finish = (): void => undefined;
    let begun = (): void => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    const stop = repeat(options, async () => {
      log.push("begun");
      begun();
      await new Promise<void>((resolve) => (finish = resolve));
      log.push("ended");
    }).start();
    await beginning;
    const stopped = stop().then(() => log.push("stopped"));
    finish();
    await stopped;
    expect(log).toEqual(["begun", "ended", "stopped"]);
  });

  it("that has not begun stops at once", async () => {
    const stop = repeat({ ...options, intervalMs: 60_000 }, () =>
      Promise.reject(new Error("begun")),
    ).start();
    await stop();
  });
});
