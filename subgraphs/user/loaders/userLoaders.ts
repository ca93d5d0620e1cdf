import type { Database } from "@micro-shop/common/database/pool";
import { lazyLoaders, manyByKey, oneByKey } from "@micro-shop/common/graphql/loaders";
import type { UserLoaders } from "../context";
import { sessionsUsedSince } from "../model/sessionLife";
import { findAddresses, findAddressesById } from "../model/addresses";
import { findOpenSessions } from "../model/sessions";
import { findRoles, findUsers } from "../model/users";

/** The loaders of one request. */
export function createLoaders({ drizzle }: Database): UserLoaders {
  return lazyLoaders({
    user: () =>
      oneByKey({
        read: (ids: readonly string[]) => findUsers(drizzle, ids),
        keyOf: (user) => user.id,
      }),
    address: () =>
      oneByKey({
        read: (ids: readonly string[]) => findAddressesById(drizzle, ids),
        keyOf: (address) => address.id,
      }),
    addresses: () =>
      manyByKey({
        read: (ids: readonly string[]) => findAddresses(drizzle, ids),
        keyOf: (address) => address.userId,
      }),
    roles: () =>
      manyByKey({
        read: (ids: readonly string[]) => findRoles(drizzle, ids),
        keyOf: (row) => row.userId,
      }),
    sessions: () =>
      manyByKey({
        read: (ids: readonly string[]) => findOpenSessions(drizzle, ids, sessionsUsedSince()),
        keyOf: (session) => session.userId,
      }),
  });
}
