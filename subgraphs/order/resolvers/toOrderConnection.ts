import type { Page } from "@micro-shop/common/graphql/connection";
import type { OrderRow } from "../model/orders";
import type { OrderConnection } from "../types/orderConnection.type";
import { toOrder } from "./toOrder";

/** The schema's view of a page of orders. */
export function toOrderConnection({
  edges,
  pageInfo,
  totalCount,
}: Page<OrderRow>): OrderConnection {
  return {
    edges: edges.map(({ cursor, node }) => ({ cursor, node: toOrder(node) })),
    pageInfo,
    totalCount,
  };
}
