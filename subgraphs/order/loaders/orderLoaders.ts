import type { Database, DatabaseExecutor } from "@micro-shop/common/database/pool";
import { lazyLoaders, manyByKey, oneByKey } from "@micro-shop/common/graphql/loaders";
import type { RequestContext } from "@micro-shop/common/graphql/requestContext";
import DataLoader from "dataloader";
import type { Siblings, SkuOffer } from "../clients/siblings";
import { findCancellationsOfOrders } from "../model/cancellationRequests";
import { findEventsOfOrders } from "../model/orderEvents";
import { findLinesOfOrders, findOrderLines } from "../model/orderLines";
import { findNotesOfOrders } from "../model/orderNotes";
import {
  countOrdersOfUsers,
  findOrders,
  listOrdersOfUsers,
  type OrderFilter,
  type OrderRow,
  type OrdersPage,
} from "../model/orders";
import { findPriceChangesOfOrders } from "../model/priceChanges";
import { findRefundOutcomesOfOrders } from "../model/refundOutcomes";
import { findReturnsOfOrders } from "../model/returns";
import { findShipmentsOfOrders } from "../model/shipments";

/** What product answers in one call. */
const MAX_OFFERS = 100;

export type OrderLoaders = ReturnType<typeof createOrderLoaders>;

/** The loaders of one request. */
export function createOrderLoaders(
  { database, siblings }: { readonly database: Database; readonly siblings: Siblings },
  request: RequestContext,
) {
  const { drizzle } = database;
  const loaders = lazyLoaders({
    order: () =>
      oneByKey({
        read: (ids: readonly string[]) => findOrders(drizzle, ids),
        keyOf: (order) => order.id,
      }),
    orderLine: () =>
      oneByKey({
        read: (ids: readonly string[]) => findOrderLines(drizzle, ids),
        keyOf: (line) => line.id,
      }),
    linesOfOrder: () => ofOrders(drizzle, findLinesOfOrders),
    eventsOfOrder: () => ofOrders(drizzle, findEventsOfOrders),
    shipmentsOfOrder: () => ofOrders(drizzle, findShipmentsOfOrders),
    notesOfOrder: () => ofOrders(drizzle, findNotesOfOrders),
    cancellationsOfOrder: () => ofOrders(drizzle, findCancellationsOfOrders),
    priceChangesOfOrder: () => ofOrders(drizzle, findPriceChangesOfOrders),
    refundOutcomesOfOrder: () => ofOrders(drizzle, findRefundOutcomesOfOrders),
    returnsOfOrder: () => ofOrders(drizzle, findReturnsOfOrders),
    offer: () => offerLoader(siblings, request),
  });
  return Object.assign(loaders, {
    ordersOfUser: perArguments((page: OrdersPage) =>
      manyByKey<string, OrderRow>({
        read: (userIds) => listOrdersOfUsers(drizzle, userIds, page),
        keyOf: (order) => order.userId,
      }),
    ),
    orderCountOfUser: perArguments((filter: OrderFilter) =>
      oneByKey({
        read: (userIds: readonly string[]) => countOrdersOfUsers(drizzle, userIds, filter),
        keyOf: (counted) => counted.userId,
      }),
    ),
  });
}

/** What belongs to orders, read for all of them in one statement. */
function ofOrders<Row extends { readonly orderId: string }>(
  executor: DatabaseExecutor,
  read: (executor: DatabaseExecutor, orderIds: readonly string[]) => Promise<readonly Row[]>,
) {
  return manyByKey({
    read: (orderIds: readonly string[]) => read(executor, orderIds),
    keyOf: (row: Row) => row.orderId,
  });
}

function offerLoader(
  siblings: Siblings,
  request: RequestContext,
): DataLoader<string, SkuOffer | null> {
  return new DataLoader(
    async (skuIds) => {
      const offers = await siblings.product.skuOffers(request, skuIds);
      const bySku = new Map(offers.map((offer) => [offer.skuId, offer]));
      return skuIds.map((skuId) => bySku.get(skuId) ?? null);
    },
    { maxBatchSize: MAX_OFFERS },
  );
}

/** A list field with arguments: users asked with the same arguments share a loader, and so a statement. */
function perArguments<Arguments, Loader>(
  make: (args: Arguments) => Loader,
): (args: Arguments) => Loader {
  const made = new Map<string, Loader>();
  return (args) => {
    const key = JSON.stringify(args);
    const loader = made.get(key) ?? make(args);
    made.set(key, loader);
    return loader;
  };
}
