import { HOUR_MS, after } from "../core/time";
import type { DemoAddress, DemoUser } from "../types/people";
import type { UserSources } from "./users";

/** City, state and the first three digits of its postal codes, so that an address holds together. */
const places: readonly (readonly [city: string, region: string, zip: string])[] = [
  ["Portland", "OR", "972"],
  ["Seattle", "WA", "981"],
  ["Denver", "CO", "802"],
  ["Austin", "TX", "787"],
  ["Chicago", "IL", "606"],
  ["Madison", "WI", "537"],
  ["Minneapolis", "MN", "554"],
  ["Boston", "MA", "021"],
  ["Brooklyn", "NY", "112"],
  ["Philadelphia", "PA", "191"],
  ["Pittsburgh", "PA", "152"],
  ["Atlanta", "GA", "303"],
  ["Savannah", "GA", "314"],
  ["Nashville", "TN", "372"],
  ["New Orleans", "LA", "701"],
  ["Tucson", "AZ", "857"],
  ["San Diego", "CA", "921"],
  ["Oakland", "CA", "946"],
  ["Boise", "ID", "837"],
  ["Burlington", "VT", "054"],
];

function addressCount(user: DemoUser, index: number, chance: number): number {
  if (!user.roles.includes("CUSTOMER")) return 0;
  return index < 2 || chance < 0.25 ? 2 : 1;
}

/** Two for the demo customers, one or two for the others, none for staff; the first is the default. */
export function createAddresses(
  users: readonly DemoUser[],
  { random, newId, faker }: UserSources,
): DemoAddress[] {
  return users.flatMap((user, index) =>
    Array.from({ length: addressCount(user, index, random.next()) }, (_, number): DemoAddress => {
      const [city, region, zip] = random.pick(places);
      const createdAt = after(user.createdAt, (number + 1) * HOUR_MS);
      return {
        id: newId(createdAt),
        userId: user.id,
        recipient: user.name,
        phone: user.phone ?? `+12025550${random.integer(100, 199)}`,
        country: "US",
        region,
        city,
        line1: faker.location.streetAddress(),
        line2: random.chance(0.3) ? `Apt ${random.integer(1, 48)}` : null,
        postalCode: `${zip}${String(random.integer(1, 60)).padStart(2, "0")}`,
        isDefault: number === 0,
        createdAt,
      };
    }),
  );
}
