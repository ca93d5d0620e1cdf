import { AsyncResource } from "node:async_hooks";
import type { Pool, PoolConnection } from "mysql2";
import { Fault, type FaultCode } from "../errors";
import { requestDeadline } from "./statements";

/**
 * Work for which nobody waits, such as a saga's, waits so many times longer: were it given up and begun anew, it would
 * repeat its calls of other services while there is least room for them.
 */
const BACKGROUND_PATIENCE = 5;

type Callback = (error: NodeJS.ErrnoException | null, connection: PoolConnection) => unknown;

/**
 * Gives a pool what mysql2 lacks: a caller that has waited `timeoutMs` for a free connection is refused with a Fault
 * UNAVAILABLE, and one whose request is over, by then or before, with a Fault TIMEOUT. Without a request it may wait five
 * times as long, and the opening of a new connection is bounded by `connectTimeout` alone. `pool.query` and `pool.execute`
 * go through `getConnection` too, so this holds for all.
 */
export function limitAcquire(pool: Pool, timeoutMs: number): void {
  const getConnection = pool.getConnection.bind(pool);
  let isQueued = false;
  pool.on("enqueue", () => {
    isQueued = true;
  });
  pool.getConnection = (callback: Callback) => {
    const waiter = makeWaiter(callback);
    const deadline = requestDeadline();
    const leftMs = deadline?.remainingMs() ?? Infinity;
    if (leftMs === 0) {
      waiter.refuseAfter(0, "TIMEOUT");
      return;
    }
    isQueued = false;
    getConnection(waiter.settle);
    // 'enqueue' is emitted before getConnection returns, so the flag is this caller's.
    const longestMs = deadline === null ? timeoutMs * BACKGROUND_PATIENCE : timeoutMs;
    const patienceMs = isQueued ? longestMs : Infinity;
    if (leftMs < patienceMs) waiter.refuseAfter(leftMs, "TIMEOUT");
    else if (isQueued) waiter.refuseAfter(patienceMs, "UNAVAILABLE");
  };
}

function makeWaiter(callback: Callback) {
  // Without binding, a caller that waited would go on in the async context of whoever released the connection.
  const context = new AsyncResource("DatabaseWaiter");
  const answer = (error: Error | null, connection?: PoolConnection): unknown =>
    // `AsyncResource.bind` would do, but takes longer than what it binds.
    context.runInAsyncScope(callback, undefined, error, connection);
  let timer: NodeJS.Timeout | null = null;
  let isAnswered = false;
  return {
    settle: (error: NodeJS.ErrnoException | null, connection: PoolConnection): void => {
      if (timer !== null) clearTimeout(timer);
      if (isAnswered) {
        if (error === null) connection.release();
        return;
      }
      isAnswered = true;
      const refusal = isPoolRefusal(error) ? refused("UNAVAILABLE", error) : error;
      answer(refusal, connection);
    },
    refuseAfter: (ms: number, code: FaultCode): void => {
      // A full queue answers before it returns.
      if (isAnswered) return;
      timer = setTimeout(() => {
        isAnswered = true;
        const cause = new Error(`No free database connection within ${Math.round(ms)} ms.`);
        answer(refused(code, cause));
      }, ms);
    },
  };
}

function isPoolRefusal(error: Error | null): error is Error {
  return (
    error !== null &&
    (error.message === "Queue limit reached." || error.message === "Pool is closed.")
  );
}

function refused(code: FaultCode, cause: Error): Fault {
  return new Fault(code, undefined, { cause });
}
