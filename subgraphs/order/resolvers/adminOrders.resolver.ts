import {
  Arg,
  Args,
  Ctx,
  Directive,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { toMoney } from "@micro-shop/common/graphql/types/money.type";
import type { OrderContext } from "../context";
import { addOrderNote } from "../logic/addOrderNote";
import { listOrdersForStaff } from "../logic/adminOrders";
import { orderTimeline } from "../logic/timeline";
import { AdminOrdersArgs, type AdminOrderFilter } from "../types/adminOrders.input";
import { Order, OrderPayload } from "../types/order.type";
import { OrderConnection } from "../types/orderConnection.type";
import { AddOrderNoteInput } from "../types/orderNote.input";
import { TimelineEntry } from "../types/timeline.type";
import { toOrder } from "./toOrder";
import { toOrderConnection } from "./toOrderConnection";

/** What staff see and write. */
@Resolver(() => Order)
export class AdminOrdersResolver {
  @Directive('@requiresScopes(scopes: [["order:read"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => OrderConnection, {
    nullable: true,
    description: "Everybody's orders, newest first, without refused ones.",
  })
  async adminOrders(
    @Args() { first, after = null, filter = null }: AdminOrdersArgs,
    @Ctx() context: OrderContext,
  ): Promise<OrderConnection> {
    const question = { first, after, filter: filterOf(filter) };
    return toOrderConnection(await listOrdersForStaff(context, question));
  }

  @Directive('@requiresScopes(scopes: [["order:cancel"], ["order:ship"], ["order:return"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      "Writes something down about an order; it stands in its timeline, for the staff alone. Refusals: NOT_FOUND, INVALID_INPUT.",
  })
  async addOrderNote(
    @Arg("input", { description: "Which order, and what." }) { orderId, text }: AddOrderNoteInput,
    @Ctx() context: OrderContext,
  ): Promise<OrderPayload> {
    return { order: toOrder(await addOrderNote(context, { orderId, text })) };
  }

  @Directive('@requiresScopes(scopes: [["order:read"]])')
  @Directive('@tag(name: "admin")')
  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [TimelineEntry], {
    nullable: true,
    description: "All that happened with it, the oldest first, for the staff.",
  })
  async timeline(
    @Root() { id, buyer }: Order,
    @Ctx() context: OrderContext,
  ): Promise<readonly TimelineEntry[]> {
    const entries = await orderTimeline(context, { id, buyerId: buyer?.id ?? null });
    return entries.map((entry) => ({ ...entry, amount: entry.amount && toMoney(entry.amount) }));
  }
}

function filterOf(filter: AdminOrderFilter | null) {
  const { status = null } = filter ?? {};
  return {
    statuses: status === null || status.length === 0 ? null : status,
    orderNo: filter?.orderNo ?? null,
    buyerId: filter?.buyerId ?? null,
    search: filter?.search ?? null,
    cancellationRequested: filter?.cancellationRequested ?? null,
    createdFrom: filter?.createdFrom ?? null,
    createdBefore: filter?.createdBefore ?? null,
  };
}
