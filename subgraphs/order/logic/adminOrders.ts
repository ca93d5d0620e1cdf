import { encodeCursor, pageOf, type Page } from "@micro-shop/common/graphql/connection";
import type { OrderContext } from "../context";
import { countAdminOrders, listAdminOrders, type AdminOrderFilter } from "../model/adminOrders";
import type { OrderRow } from "../model/orders";
import { hiddenStatuses } from "./orderStates";
import { orderIdIn } from "./readOrders";

export interface AdminOrdersQuestion {
  readonly first: number;
  readonly after: string | null;
  readonly filter: Omit<AdminOrderFilter, "hidden">;
}

/** A page of everybody's orders, newest first, without refused ones. The caller has asked for the right to see them. */
export async function listOrdersForStaff(
  { database }: OrderContext,
  { first, after, filter: asked }: AdminOrdersQuestion,
): Promise<Page<OrderRow>> {
  const filter = { ...asked, hidden: hiddenStatuses };
  const page = { ...filter, beforeId: orderIdIn(after), limit: first + 1 };
  return pageOf(
    await listAdminOrders(database.drizzle, page),
    { first, after },
    (order) => encodeCursor([order.id]),
    () => countAdminOrders(database.drizzle, filter),
  );
}
