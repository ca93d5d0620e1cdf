import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import type { StartedSaga } from "@micro-shop/common/messaging/sagaEngine";
import type { OrderServices } from "../context";
import { claimExpired } from "../model/expiry";
import type { ExpireOrderData } from "../saga/expireOrder";

/** Orders of one transaction, whose payments are closed side by side. */
const BATCH = 20;

/**
 * How long an order is left alone that could not be expired, as a payment of it is under way. The pause grows, since each
 * look leaves a saga behind and a provider may take days; what it costs is stock that is held that much longer.
 */
const LOOK_AGAIN_SECONDS = { least: 15, most: 600 };

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
  const claim = { now: clock.now(), pauseSeconds: LOOK_AGAIN_SECONDS, limit: BATCH };
  return inTransaction(database, async (transaction) => {
    const orderIds = await claimExpired(transaction, claim);
    const begun: StartedSaga<ExpireOrderData>[] = [];
    for (const orderId of orderIds) {
      begun.push(await sagas.begin(transaction, expiring, { id: newId(), data: { orderId } }));
    }
    return begun;
  });
}
