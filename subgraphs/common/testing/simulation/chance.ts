import { Fault } from "../../errors";
import type { SeededRandom } from "../seededRandom";

/** What goes wrong in one world, drawn from its seed. Shares are probabilities. */
export interface Chance {
  readonly random: SeededRandom;
  isHit(share: number): boolean;
  /** Uniform in [least, most). */
  between(least: number, most: number): number;
  /** Whether trouble of this share strikes; never any more once the faults are over. */
  strikes(share: number): boolean;
  endTrouble(): void;
  /** How long one statement takes. */
  statementMs(): number;
  /** A connection that breaks. */
  breakConnection(): void;
}

export function createChance(random: SeededRandom): Chance {
  /** Worlds differ: in some hardly anything goes wrong, in others most of it. */
  let trouble = random.fraction() * 2;
  const strikes = (share: number): boolean => random.fraction() < share * trouble;
  return {
    random,
    isHit: (share) => random.fraction() < share,
    between: (least, most) => least + random.fraction() * (most - least),
    strikes,
    endTrouble: () => {
      trouble = 0;
    },
    statementMs: () => (strikes(0.005) ? random.fraction() * 8_000 : random.fraction() * 4),
    breakConnection: () => {
      if (strikes(0.01)) throw new Fault("UNAVAILABLE");
    },
  };
}
