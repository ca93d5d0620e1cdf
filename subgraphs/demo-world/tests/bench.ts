import { performance } from "node:perf_hooks";
import { createDemoWorld } from "../index";

/** Prints how long each room of the world takes, in milliseconds; a measurement, not a test. */
function main(): void {
  const world = createDemoWorld(new Date("2026-05-04T10:20:30.405Z"));
  const { people, catalogue, campaigns, trade, coupons, stock, payments, reviews } = world;
  const rooms = { people, catalogue, campaigns, trade, coupons, stock, payments, reviews };
  const started = performance.now();
  for (const [name, room] of Object.entries(rooms)) {
    const before = performance.now();
    room();
    process.stdout.write(`${name} ${(performance.now() - before).toFixed(0)} ms\n`);
  }
  process.stdout.write(`in all ${(performance.now() - started).toFixed(0)} ms\n`);
}

main();
