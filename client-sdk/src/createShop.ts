import { createClient, type ClientOptions } from "./client";
import { createFederatedRoom } from "./rooms/federated";
import { createMarketingRoom } from "./rooms/marketing";
import { createOrderRoom } from "./rooms/order";
import { createPayRoom } from "./rooms/pay";
import { createProductRoom } from "./rooms/product";
import { createUserRoom } from "./rooms/user";

/**
 * The shop with all its ready-made operations, by room, and `request` and `subscribe` for documents of one's own.
 * A page that counts bytes takes `createClient` and imports the documents it sends.
 */
export function createShop(options: ClientOptions) {
  const client = createClient(options);
  return {
    ...client,
    user: createUserRoom(client),
    product: createProductRoom(client),
    order: createOrderRoom(client),
    pay: createPayRoom(client),
    marketing: createMarketingRoom(client),
    federated: createFederatedRoom(client),
  };
}

export type Shop = ReturnType<typeof createShop>;
