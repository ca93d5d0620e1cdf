import { randomBytes } from "@micro-shop/common/random";

/** Crockford's base 32: no letter that is read as a digit or as another letter. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_CHARACTERS = 8;

/** A number people can read out, e.g. `MS261122-7KQ2M9XD`. The 40 random bits tell nobody how many orders there are. */
export function newOrderNo(placedAt: Date): string {
  const day = placedAt.toISOString().slice(2, 10).replaceAll("-", "");
  const characters = [...randomBytes(RANDOM_CHARACTERS)].map((byte) => ALPHABET[byte & 31]);
  return `MS${day}-${characters.join("")}`;
}
