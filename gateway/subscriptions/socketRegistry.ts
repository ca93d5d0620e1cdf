import { clock } from "@micro-shop/common/clock";
import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import type { ClientSocket } from "./clientSocket";
import { closeUnauthenticated } from "./closeForFault";

/** The longest delay of a timer in Node; a later moment is waited for in parts. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The sockets that passed connection_init. */
export interface SocketRegistry {
  /** Counts the socket for its user or address; false, and not counted, when there are too many. */
  add(client: ClientSocket): boolean;
  /** Closes the sockets of users for whom this holds. */
  closeWhere(isRevoked: (user: CallerUser) => boolean): void;
  readonly size: number;
}

export interface RegistryLimits {
  readonly socketsPerUser: number;
  readonly socketsPerAddress: number;
}

export function createSocketRegistry(limits: RegistryLimits): SocketRegistry {
  const clients = new Set<ClientSocket>();
  const counts = new Map<string, number>();

  function remove(client: ClientSocket, key: string): void {
    clients.delete(client);
    const left = (counts.get(key) ?? 1) - 1;
    if (left === 0) counts.delete(key);
    else counts.set(key, left);
  }

  return {
    add(client) {
      const { identity, address } = client;
      const key = identity ? `user ${identity.user.id}` : `address ${address}`;
      const limit = identity ? limits.socketsPerUser : limits.socketsPerAddress;
      const count = counts.get(key) ?? 0;
      if (count >= limit) return false;
      counts.set(key, count + 1);
      clients.add(client);
      client.socket.once("close", () => remove(client, key));
      if (identity) closeAtExpiry(client, identity.expiresAt);
      return true;
    },
    closeWhere(isRevoked) {
      for (const client of clients) {
        const { identity, socket } = client;
        if (identity && isRevoked(identity.user)) closeUnauthenticated(socket);
      }
    },
    get size() {
      return clients.size;
    },
  };
}

/** A socket must not outlive the token it was opened with; the client comes back with a new one. */
function closeAtExpiry(client: ClientSocket, expiresAt: number): void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const remainingMs = expiresAt - clock.now().getTime();
    if (remainingMs <= 0) return closeUnauthenticated(client.socket);
    timer = setTimeout(wait, Math.min(remainingMs, LONGEST_TIMER_MS)).unref();
  };
  wait();
  client.socket.once("close", () => clearTimeout(timer));
}
