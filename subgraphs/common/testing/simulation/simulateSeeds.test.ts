import { randomInt } from "node:crypto";
import { simulateSeeds } from "./simulateSeeds";

// The short profile; `npm run test:sagas` is the whole one.
const COUNT = 300;
/** Other seeds with each run; a seed that fails once fails again with `npm run test:sagas -- --from SEED --count 1`. */
const FROM = Number(process.env["SEED"] ?? randomInt(2 ** 31));

test(`sagas of the seeds from ${FROM} on end, done or undone completely, whatever goes wrong`, async () => {
  const { failed, ...totals } = await simulateSeeds({ from: FROM, count: COUNT, threads: 1 });
  expect(failed).toEqual([]);
  expect(totals.seeds).toBe(COUNT);
  // The worlds are rough enough to say something.
  for (const happened of [totals.crashes, totals.hangs, totals.fenced, totals.tombstones]) {
    expect(happened).toBeGreaterThan(0);
  }
  expect(totals.done).toBeGreaterThan(0);
  expect(totals.done).toBeLessThan(totals.sagas);
});

test("a seed gives the same world, whatever ran before it in its thread", async () => {
  const range = { from: FROM, count: 20 };
  expect(await simulateSeeds({ ...range, threads: 2 })).toEqual(
    await simulateSeeds({ ...range, threads: 1 }),
  );
});
