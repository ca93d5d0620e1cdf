import { randomBytes as nodeRandomBytes } from "node:crypto";

/** The one source of chance. Tests replace it by a seeded one. */
export interface RandomSource {
  bytes(size: number): Buffer;
}

let current: RandomSource = { bytes: (size) => nodeRandomBytes(size) };

/** Replaces the source of chance until the returned function is called. For tests. */
export function useRandom(replacement: RandomSource): () => void {
  const previous = current;
  current = replacement;
  return () => {
    current = previous;
  };
}

/** Cryptographically strong bytes, unless a test replaced the source. */
export function randomBytes(size: number): Buffer {
  return current.bytes(size);
}

/** A uniform number in [0, 1) with 48 bits. */
export function randomFraction(): number {
  return current.bytes(6).readUIntBE(0, 6) / 2 ** 48;
}

/** A uniform integer in [0, exclusiveMax). */
export function randomInt(exclusiveMax: number): number {
  return Math.floor(randomFraction() * exclusiveMax);
}

/** Full jitter (AWS architecture blog, "Exponential Backoff And Jitter"): a uniform delay in [0, min(capMs, baseMs · 2^attempt)). */
export function fullJitterMs(attempt: number, baseMs: number, capMs: number): number {
  return Math.floor(randomFraction() * Math.min(capMs, baseMs * 2 ** attempt));
}
