import type { Faker } from "@faker-js/faker";
import { faker } from "@faker-js/faker/locale/en";
import type { IdMaker } from "../core/ids";
import type { DemoRandom } from "../core/random";
import { DAY_MS, HOUR_MS, after, before } from "../core/time";
import type { DemoRole, DemoUser } from "../types/people";

/** The password of every demo login; the user subgraph hashes it once and shares the hash. */
export const DEMO_PASSWORD = "micro-shop-demo";

/** Customers besides the two with well-known logins; the last of them is disabled. */
const OTHER_CUSTOMERS = 60;

interface KnownUser {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly DemoRole[];
}

const knownUsers: readonly KnownUser[] = [
  { email: "customer@example.com", name: "Clara Jensen", roles: ["CUSTOMER"] },
  { email: "customer2@example.com", name: "Daniel Okafor", roles: ["CUSTOMER"] },
  {
    email: "staff@example.com",
    name: "Sofia Marchetti",
    roles: ["SUPPORT", "CATALOG", "MARKETING"],
  },
  { email: "finance@example.com", name: "Frank Lindqvist", roles: ["FINANCE"] },
  { email: "admin@example.com", name: "Ada Nakamura", roles: ["ADMIN"] },
];

/**
 * The faker of the people, set back to the seed: whoever draws from it must do so before the next call. It is the one
 * English instance, since loading all languages takes half a second. Its date functions are not used: they read the clock.
 */
export function seedPeopleFaker(seed: number): Faker {
  faker.seed(seed);
  return faker;
}

const emailOf = (name: string, number: number): string =>
  `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}.${number}@example.org`;

// 555-0100 to 555-0199 are set aside for fiction in every area code of North America.
const phoneOf = (number: number): string =>
  `+1${202 + Math.floor(number / 100)}55501${String(number % 100).padStart(2, "0")}`;

function birthdayOf(random: DemoRandom): string {
  const part = (value: number): string => String(value).padStart(2, "0");
  return `${random.integer(1955, 2005)}-${part(random.integer(1, 12))}-${part(random.integer(1, 28))}`;
}

export interface UserSources {
  readonly now: Date;
  readonly random: DemoRandom;
  readonly newId: IdMaker;
  readonly faker: Faker;
}

/** The five known logins first, then the other customers. */
export function createUsers({ now, random, newId, faker: names }: UserSources): DemoUser[] {
  const opened = before(now, 500 * DAY_MS);
  const known = knownUsers.map(({ email, name, roles }, index): DemoUser => {
    const createdAt = after(opened, index * HOUR_MS);
    return {
      id: newId(createdAt),
      name,
      email,
      phone: phoneOf(index),
      avatarUrl: `/media/avatars/${index + 1}.webp`,
      gender: null,
      birthday: roles.includes("CUSTOMER") ? birthdayOf(random) : null,
      roles,
      status: "ACTIVE",
      createdAt,
    };
  });
  const others = Array.from({ length: OTHER_CUSTOMERS }, (_, index): DemoUser => {
    const sex = random.pick(["female", "male"] as const);
    const name = `${names.person.firstName(sex)} ${names.person.lastName()}`;
    const number = known.length + index;
    const createdAt = before(now, random.integer(210, 480) * DAY_MS + random.integer(0, DAY_MS));
    return {
      id: newId(createdAt),
      name,
      email: emailOf(name, number),
      phone: random.chance(0.6) ? phoneOf(number) : null,
      avatarUrl: random.chance(0.5) ? `/media/avatars/${random.integer(1, 24)}.webp` : null,
      gender: random.chance(0.4) ? (sex === "female" ? "FEMALE" : "MALE") : null,
      birthday: random.chance(0.4) ? birthdayOf(random) : null,
      roles: ["CUSTOMER"],
      status: index === OTHER_CUSTOMERS - 1 ? "DISABLED" : "ACTIVE",
      createdAt,
    };
  });
  return [...known, ...others];
}
