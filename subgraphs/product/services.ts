import type { Database } from "@micro-shop/common/database/pool";
import type { Logger } from "@micro-shop/common/log";
import { createEventReceiver } from "@micro-shop/common/messaging/eventReceiver";
import type { ProductServices } from "./context";
import { stockEvents } from "./jobs/stockEvents";

/** Puts together what lives as long as the process. */
export function createProductServices(database: Database, log: Logger): ProductServices {
  const handlers = stockEvents(log);
  return {
    database,
    receiveEvents: createEventReceiver({ consumer: "product", database, handlers, log }),
  };
}
