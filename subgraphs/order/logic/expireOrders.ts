import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import type { StartedSaga } from "@micro-shop/common/messaging/sagaEngine";
import type { OrderServices } from "../context";
import { claimExpired } from "../model/expiry";
import type { ExpireOrderData } from "../saga/expireOrder";

/** Orders of one transaction, whose payments are closed side by side. */
const BATCH = 20;

/** An order that could not be expired, as a payment of it is under way, is looked at again after this. */
const LOOK_AGAIN_MS = 15_000;

/** A saga that needs longer ends in the background. */
const WAIT_MS = 5_000;

/**
 * Expires the orders whose time to be paid is over: all that are due, in batches, each by a saga of its own that is
 * carried through whatever happens to this process. Never one with a payment under way or captured. Any number of
 * instances may do so at once. Answers how many orders it took up.
 */
export async function expireOrders(services: OrderServices): Promise<number> {
  let taken = 0;
  for (;;) {
    const begun = await beginBatch(services);
    await Promise.all(begun.map((saga) => services.sagas.run(saga, WAIT_MS)));
    taken += begun.length;
    if (begun.length < BATCH) return taken;
  }
}

function beginBatch({
  database,
  sagas,
  expiring,
}: OrderServices): Promise<readonly StartedSaga<ExpireOrderData>[]> {
  const now = clock.now();
  const checkedBefore = new Date(now.getTime() - LOOK_AGAIN_MS);
  return inTransaction(database, async (transaction) => {
    const orderIds = await claimExpired(transaction, { now, checkedBefore, limit: BATCH });
    const begun: StartedSaga<ExpireOrderData>[] = [];
    for (const orderId of orderIds) {
      begun.push(await sagas.begin(transaction, expiring, { id: newId(), data: { orderId } }));
    }
    return begun;
  });
}
