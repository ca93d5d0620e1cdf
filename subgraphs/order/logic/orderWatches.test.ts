import { createOrderWatches } from "./orderWatches";

/** Longer than the test may take: only a wake ends such a wait. */
const FOR_EVER_MS = 60_000;

describe("the watch of an order", () => {
  it("is told of a change while it waits", async () => {
    const watches = createOrderWatches();
    const watch = watches.watch("a");
    const waiting = watch.wait(FOR_EVER_MS);
    watches.wake("a");
    await waiting;
  });

  it("is told of a change that came before it waited", async () => {
    const watches = createOrderWatches();
    const [one, other] = [watches.watch("a"), watches.watch("a")];
    watches.wake("a");
    await Promise.all([one.wait(FOR_EVER_MS), other.wait(FOR_EVER_MS)]);
  });

  it("is not told of other orders, and of its own no more once it has ended", async () => {
    const watches = createOrderWatches();
    const [watch, ended, later] = [watches.watch("a"), watches.watch("b"), watches.watch("b")];
    ended.end();
    ended.end();
    watches.wake("b");
    await later.wait(FOR_EVER_MS);
    let isTold = false;
    void ended.wait(5).then(() => (isTold = true));
    await Promise.resolve();
    expect(isTold).toBe(false);
    const start = performance.now();
    await watch.wait(5);
    expect(performance.now() - start).toBeGreaterThan(3);
  });
});
