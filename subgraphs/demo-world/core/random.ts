/** A seeded stream of choices: the same seed and label give the same stream for ever. */
export interface DemoRandom {
  /** A float in [0, 1). */
  readonly next: () => number;
  /** An integer in [min, max], both ends included. */
  readonly integer: (min: number, max: number) => number;
  /** True with the given probability. */
  readonly chance: (probability: number) => boolean;
  /** One element; throws on an empty list. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** `count` different elements in random order, or all of them when there are fewer. */
  readonly sample: <T>(items: readonly T[], count: number) => T[];
}

/** FNV-1a, 32 bits: turns a label into a number. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Makes an independent stream per label, so that a new draw in one room of the world moves no other.
 * The generator is sfc32 of PractRand (https://pracrand.sourceforge.net/), with 12 warm-up rounds.
 */
export function createRandom(seed: number, label: string): DemoRandom {
  let a = seed >>> 0;
  let b = hashText(label);
  let c = hashText(`${label}/${seed}`);
  let counter = 1;

  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) word();

  const next = (): number => word() / 0x1_0000_0000;
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError("Cannot pick from an empty list.");
    return item;
  };
  const sample = <T>(items: readonly T[], count: number): T[] => {
    const pool = [...items];
    const chosen: T[] = [];
    while (chosen.length < count && pool.length > 0) {
      chosen.push(...pool.splice(integer(0, pool.length - 1), 1));
    }
    return chosen;
  };
  return { next, integer, chance: (probability) => next() < probability, pick, sample };
}
