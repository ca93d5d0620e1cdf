import { createFavorites } from "../people/favorites";
import type { DemoAddress, DemoFavorite, DemoUser } from "../types/people";
import type { DemoWorld } from "../world";

/** What the user subgraph inserts. */
export interface DemoUserSlice {
  readonly users: readonly DemoUser[];
  readonly addresses: readonly DemoAddress[];
  readonly favorites: readonly DemoFavorite[];
}

export function demoUsers(world: DemoWorld): DemoUserSlice {
  const people = world.people();
  return {
    users: people.users,
    addresses: people.addresses,
    favorites: createFavorites(world.now, world.seed, people, world.catalogue()),
  };
}
