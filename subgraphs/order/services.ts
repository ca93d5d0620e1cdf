import type { Database } from "@micro-shop/common/database/pool";
import type { Logger } from "@micro-shop/common/log";
import { createEventReceiver } from "@micro-shop/common/messaging/eventReceiver";
import { createSagaEngine } from "@micro-shop/common/messaging/sagaEngine";
import type { Siblings } from "./clients/siblings";
import type { OrderServices } from "./context";
import { orderEventHandlers } from "./jobs/eventHandlers";
import { createOrderFeed } from "./logic/orderFeed";
import { findEventsAfter } from "./model/orderEvents";
import { cancelOrderSaga } from "./saga/cancelOrder";
import { placeOrderSaga } from "./saga/placeOrder";

export interface OrderServicesOptions {
  readonly database: Database;
  readonly siblings: Siblings;
  readonly log: Logger;
}

/** Puts together what lives as long as the process. Nothing runs yet: main starts the saga engine as a job. */
export function createOrderServices({
  database,
  siblings,
  log,
}: OrderServicesOptions): OrderServices {
  const feed = createOrderFeed({
    readEventsAfter: (positions) => findEventsAfter(database, positions),
    log,
  });
  const placing = placeOrderSaga({ siblings, feed });
  const cancelling = cancelOrderSaga({ siblings, feed });
  const sagas = createSagaEngine({ database, service: "order", log }, [placing, cancelling]);
  const handlers = orderEventHandlers({ feed, log });
  const receiveEvents = createEventReceiver({ consumer: "order", database, handlers, log });
  return { database, siblings, feed, sagas, placing, cancelling, receiveEvents };
}
