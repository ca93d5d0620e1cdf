import { type Slices, slicesOf } from "./fingerprint";

/** An instant for tests that need just one. */
export const someInstant = new Date("2026-05-04T10:20:30.405Z");

/** Two worlds: what the default seed keeps by luck, another one breaks. */
export const worlds: readonly (readonly [name: string, slices: Slices])[] = [
  ["the default seed", slicesOf(someInstant)],
  ["another seed on a leap day", slicesOf(new Date("2028-02-29T00:00:00.000Z"), 4_294_967_295)],
];

/** Runs a group of tests on each of the worlds. */
export function describeWorlds(topic: string, body: (slices: Slices) => void): void {
  describe.each(worlds)(`${topic}, %s`, (_name, slices) => body(slices));
}

/** The values that occur more than once. */
export function repeated<T>(values: readonly T[]): T[] {
  const seen = new Set<T>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

/** Index by id. */
export const byId = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]));

export const total = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0);
