import { randomBytes } from "node:crypto";
import type { RandomSource } from "../random";

/** A reproducible source of chance for property and race tests. */
export interface SeededRandom extends RandomSource {
  /** Print this when a test fails: the same seed gives the same run. */
  readonly seed: number;
  /** A uniform number in [0, 1). */
  fraction(): number;
  /** A uniform integer in [0, exclusiveMax). */
  integer(exclusiveMax: number): number;
}

/**
 * Mulberry32 (Tommy Ettinger, public domain): small, fast, good enough for tests, never for secrets.
 * @param seed default: the variable `SEED`, else a fresh one.
 */
export function seededRandom(
  seed = Number(process.env["SEED"] ?? randomBytes(4).readUInt32BE()),
): SeededRandom {
  let state = seed >>> 0;
  const next32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const fraction = (): number => ((next32() >>> 5) * 2 ** 26 + (next32() >>> 6)) / 2 ** 53;
  return {
    seed,
    fraction,
    integer: (exclusiveMax) => Math.floor(fraction() * exclusiveMax),
    bytes: (size) => Buffer.from(Uint8Array.from({ length: size }, () => next32() & 0xff)),
  };
}
