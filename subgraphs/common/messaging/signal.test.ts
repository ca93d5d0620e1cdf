import { createSignal } from "./signal";

describe("a signal", () => {
  it("wakes the waiter", async () => {
    const signal = createSignal();
    const waiting = signal.wait(60_000);
    signal.notify();
    await waiting;
  });

  it("remembers a call that came before the wait, once", async () => {
    const signal = createSignal();
    signal.notify();
    signal.notify();
    await signal.wait(60_000);
    const start = performance.now();
    await signal.wait(20);
    expect(performance.now() - start).toBeGreaterThan(15);
  });

  it("lets the waiter go when the time is over", async () => {
    await createSignal().wait(1);
  });
});
