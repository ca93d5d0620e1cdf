import { AsyncResource } from "node:async_hooks";
import type { Pool, PoolConnection } from "mysql2";
import { Fault } from "../errors";

type Callback = (error: NodeJS.ErrnoException | null, connection: PoolConnection) => unknown;

/**
 * Gives a pool what mysql2 lacks: a caller that has waited `timeoutMs` for a free connection is refused with a
 * Fault UNAVAILABLE. `pool.query` and `pool.execute` go through `getConnection` too, so this holds for all.
 * Opening a new connection is not counted: `connectTimeout` bounds it.
 */
export function limitAcquire(pool: Pool, timeoutMs: number): void {
  const getConnection = pool.getConnection.bind(pool);
  let isQueued = false;
  pool.on("enqueue", () => {
    isQueued = true;
  });
  pool.getConnection = (callback: Callback) => {
    const waiter = makeWaiter(callback);
    isQueued = false;
    getConnection(waiter.settle);
    // 'enqueue' is emitted before getConnection returns, so the flag is this caller's.
    if (isQueued) waiter.refuseAfter(timeoutMs);
  };
}

function makeWaiter(callback: Callback) {
  // Without binding, a caller that waited would go on in the async context of whoever released the connection.
  const answer = AsyncResource.bind(callback);
  let timer: NodeJS.Timeout | null = null;
  let isRefused = false;
  return {
    settle: (error: NodeJS.ErrnoException | null, connection: PoolConnection): void => {
      if (timer !== null) clearTimeout(timer);
      if (isRefused) {
        if (error === null) connection.release();
        return;
      }
      answer(isPoolRefusal(error) ? unavailable(error) : error, connection);
    },
    refuseAfter: (timeoutMs: number): void => {
      timer = setTimeout(() => {
        isRefused = true;
        const cause = new Error(`No free database connection within ${timeoutMs} ms.`);
        (answer as (error: Error) => unknown)(unavailable(cause));
      }, timeoutMs);
    },
  };
}

function isPoolRefusal(error: Error | null): error is Error {
  return (
    error !== null &&
    (error.message === "Queue limit reached." || error.message === "Pool is closed.")
  );
}

function unavailable(cause: Error): Fault {
  return new Fault("UNAVAILABLE", undefined, { cause });
}
