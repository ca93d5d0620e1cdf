import { fault } from "@micro-shop/common/errors";
import { Args, Ctx, Directive, Resolver, Root, Subscription } from "type-graphql";
import type { OrderContext } from "../context";
import { findReadableOrder } from "../logic/readOrders";
import { watchOrder } from "../logic/watchOrder";
import type { OrderEventRow } from "../model/orderEvents";
import { OrderStatusChange } from "../types/order.type";
import { OrderStatusChangedArgs } from "../types/orderStatusChangedArgs.input";
import { toOrder } from "./toOrder";

interface SubscribeData {
  readonly args: Partial<OrderStatusChangedArgs>;
  readonly context: OrderContext;
}

@Resolver(() => OrderStatusChange)
export class OrderStatusResolver {
  @Directive("@authenticated")
  @Subscription(() => OrderStatusChange, {
    nullable: true,
    description:
      "The current state of an order at once, then each further change once and in order.",
    subscribe: ({ args, context }: SubscribeData) =>
      watchOrder(context, { orderId: String(args.orderId), after: args.after ?? null }),
  })
  async orderStatusChanged(
    @Root() event: OrderEventRow,
    // Used by `subscribe`; named here so that the schema has them.
    @Args() _args: OrderStatusChangedArgs,
    @Ctx() context: OrderContext,
  ): Promise<OrderStatusChange> {
    const order = await findReadableOrder(context, event.orderId);
    if (!order) return fault("NOT_FOUND", "There is no such order.");
    return { event, order: toOrder(order) };
  }
}
