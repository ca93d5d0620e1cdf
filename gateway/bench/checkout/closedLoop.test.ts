import { setTimeout as pause } from "node:timers/promises";
import { runClosedLoop } from "./closedLoop";

test("every client has one round under way at a time", async () => {
  const under = new Map<number, number>();
  let most = 0;
  const { latenciesMs } = await runClosedLoop({
    clients: 3,
    durationMs: 40,
    round: async (client) => {
      under.set(client, (under.get(client) ?? 0) + 1);
      most = Math.max(most, ...under.values());
      await pause(5);
      under.set(client, (under.get(client) ?? 0) - 1);
    },
  });
  expect(new Set(under.keys())).toEqual(new Set([0, 1, 2]));
  expect(most).toBe(1);
  expect(latenciesMs.length).toBeGreaterThanOrEqual(3);
});

test("a round that ends too late counts for its latency, not for the rate", async () => {
  const result = await runClosedLoop({ clients: 2, durationMs: 10, round: () => pause(50) });
  expect(result.perSecond).toBe(0);
  expect(result.latenciesMs).toHaveLength(2);
});

test("failures are counted by their reason and are no rounds", async () => {
  let rounds = 0;
  const result = await runClosedLoop({
    clients: 1,
    durationMs: 20,
    round: async () => {
      rounds += 1;
      await pause(4);
      throw new Error("TIMEOUT");
    },
  });
  expect(result).toMatchObject({ perSecond: 0, latenciesMs: [] });
  expect(result.failures).toEqual(new Map([["TIMEOUT", rounds]]));
});
