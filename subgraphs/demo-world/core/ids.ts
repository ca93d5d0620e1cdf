import type { DemoRandom } from "./random";

/** Makes the id of an entity that came into being at `instant`. */
export type IdMaker = (instant: Date) => string;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/**
 * Deterministic UUIDv7 text (RFC 9562, 5.7): 48 bits of the given instant, a 12-bit counter that keeps
 * the order of ids made for one millisecond, 62 seeded random bits. Ids sort by the creation of their entity.
 */
export function createIds(random: DemoRandom): IdMaker {
  let lastMs = -1;
  let counter = 0;
  return (instant) => {
    const ms = instant.getTime();
    counter = ms === lastMs ? (counter + 1) & 0xfff : 0;
    lastMs = ms;
    const time = hex(ms, 12);
    const variant = hex(0x8000 | random.integer(0, 0x3fff), 4);
    const tail = hex(random.integer(0, 0xffffff), 6) + hex(random.integer(0, 0xffffff), 6);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${variant}-${tail}`;
  };
}
