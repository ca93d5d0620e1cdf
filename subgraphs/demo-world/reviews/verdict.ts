import type { DemoRandom } from "../core/random";
import { type Mood, closings, details, openings, staffReplies } from "./phrases";

/** What a buyer thinks of a line. */
export interface Verdict {
  readonly mood: Mood;
  readonly rating: number;
  /** Some only give stars. */
  readonly text: string | null;
}

const starsOf: Readonly<Record<Mood, readonly number[]>> = {
  HAPPY: [5, 5, 5, 4],
  FAIR: [4, 3, 3],
  UNHAPPY: [2, 1],
};

function moodOf(random: DemoRandom, quality: number): Mood {
  const draw = random.next();
  if (draw < quality) return "HAPPY";
  return draw < quality + (1 - quality) * 0.65 ? "FAIR" : "UNHAPPY";
}

function textOf(mood: Mood, aisleSlug: string, random: DemoRandom): string | null {
  if (random.chance(0.06)) return null;
  const about = details[aisleSlug];
  if (!about) throw new Error(`There are no review phrases for ${aisleSlug}.`);
  return [random.pick(openings[mood]), random.pick(about[mood]), random.pick(closings[mood])]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** @param quality the share of happy buyers, 0 to 1; @param aisleSlug the top category of the product. */
export function createVerdict(quality: number, aisleSlug: string, random: DemoRandom): Verdict {
  const mood = moodOf(random, quality);
  return { mood, rating: random.pick(starsOf[mood]), text: textOf(mood, aisleSlug, random) };
}

/** What staff say to a review of that mood. */
export const replyText = (mood: Mood, random: DemoRandom): string =>
  random.pick(staffReplies[mood]);
