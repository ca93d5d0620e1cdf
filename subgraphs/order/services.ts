import type { Database } from "@micro-shop/common/database/pool";
import type { Logger } from "@micro-shop/common/log";
import { createEventReceiver } from "@micro-shop/common/messaging/eventReceiver";
import { createSagaEngine } from "@micro-shop/common/messaging/sagaEngine";
import type { Siblings } from "./clients/siblings";
import type { OrderServices } from "./context";
import { orderEventHandlers } from "./jobs/eventHandlers";
import { createOrderFeed } from "./logic/orderFeed";
import { findEventsAfter } from "./model/orderEvents";
import { findRejected } from "./model/orders";
import { cancelOrderSaga } from "./saga/cancelOrder";
import { changePriceSaga } from "./saga/changePrice";
import { expireOrderSaga } from "./saga/expireOrder";
import { placeOrderSaga } from "./saga/placeOrder";
import { refundReturnSaga } from "./saga/refundReturn";
import { refundAndCancelSaga } from "./saga/refundAndCancel";
import { PAYMENT_WINDOW_MS } from "./types/limits";

export interface OrderServicesOptions {
  readonly database: Database;
  readonly siblings: Siblings;
  readonly log: Logger;
  /** How long an order waits for its payment, default 30 minutes. */
  readonly paymentWindowMs?: number;
}

/** Puts together what lives as long as the process. Nothing runs yet: main starts the saga engine as a job. */
export function createOrderServices({
  database,
  siblings,
  log,
  paymentWindowMs = PAYMENT_WINDOW_MS,
}: OrderServicesOptions): OrderServices {
  const feed = createOrderFeed({
    readEventsAfter: (positions) => findEventsAfter(database, positions),
    findRefused: (orderIds) => findRejected(database.drizzle, orderIds),
    log,
  });
  const placing = placeOrderSaga({ siblings, feed });
  const cancelling = cancelOrderSaga({ siblings, feed });
  const expiring = expireOrderSaga({ siblings, feed });
  const refunding = refundAndCancelSaga({ siblings, feed });
  const refundingReturn = refundReturnSaga({ siblings });
  const changingPrice = changePriceSaga({ siblings });
  const definitions = [placing, cancelling, expiring, refunding, refundingReturn, changingPrice];
  const sagas = createSagaEngine({ database, service: "order", log }, definitions);
  const handlers = orderEventHandlers({ feed, log });
  const receiveEvents = createEventReceiver({ consumer: "order", database, handlers, log });
  const kinds = { placing, cancelling, expiring, refunding, refundingReturn, changingPrice };
  return { database, siblings, feed, sagas, ...kinds, paymentWindowMs, receiveEvents };
}
