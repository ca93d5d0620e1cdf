import { need } from "../core/groups";
import { createIds } from "../core/ids";
import { createRandom } from "../core/random";
import type { DemoAddress, DemoUser } from "../types/people";
import { createAddresses } from "./addresses";
import { seedPeopleFaker, createUsers } from "./users";

/** Everybody who may log in. */
export interface People {
  readonly users: readonly DemoUser[];
  readonly addresses: readonly DemoAddress[];
  /** Active customers with an address; the two demo customers come first. */
  readonly buyers: readonly DemoUser[];
  readonly defaultAddress: ReadonlyMap<string, DemoAddress>;
  readonly staff: DemoUser;
  readonly finance: DemoUser;
}

/** Builds users and addresses; needs nothing of the other rooms. */
export function createPeople(now: Date, seed: number): People {
  const sources = {
    now,
    random: createRandom(seed, "people"),
    newId: createIds(createRandom(seed, "people ids")),
    faker: seedPeopleFaker(seed),
  };
  const users = createUsers(sources);
  const addresses = createAddresses(users, sources);
  const byEmail = new Map(users.map((user) => [user.email, user]));
  return {
    users,
    addresses,
    buyers: users.filter((user) => user.roles.includes("CUSTOMER") && user.status === "ACTIVE"),
    defaultAddress: new Map(
      addresses.filter((address) => address.isDefault).map((address) => [address.userId, address]),
    ),
    staff: need(byEmail, "staff@example.com"),
    finance: need(byEmail, "finance@example.com"),
  };
}
