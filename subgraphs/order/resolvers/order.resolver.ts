import { signedInUser } from "@micro-shop/common/graphql/guards";
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { OrderContext } from "../context";
import { countOrders, findReadableOrder, listOrders } from "../logic/readOrders";
import { Order, OrderCounts, OrderEvent } from "../types/order.type";
import { OrderConnection, OrdersArgs } from "../types/orderConnection.type";
import { OrderLine } from "../types/orderLine.type";
import type { OrderReturn } from "../types/orderReturn.type";
import { Shipment } from "../types/shipment.type";
import { User } from "../types/stubs.type";
import { toOrder, toOrderLine } from "./toOrder";
import { toReturn } from "./toReturn";
import { toOrderConnection } from "./toOrderConnection";

@Resolver(() => Order)
export class OrderResolver {
  @Directive("@authenticated")
  @Query(() => Order, {
    nullable: true,
    description:
      "An order of one's own, or any for staff with order:read; null when there is none.",
  })
  async order(
    @Arg("id", () => ID, { description: "Its id." }) id: string,
    @Ctx() context: OrderContext,
  ): Promise<Order | null> {
    const order = await findReadableOrder(context, id);
    return order && toOrder(order);
  }

  @Directive("@authenticated")
  @Query(() => OrderConnection, { nullable: true, description: "One's orders, newest first." })
  async orders(@Args() args: OrdersArgs, @Ctx() context: OrderContext): Promise<OrderConnection> {
    return toOrderConnection(await listOrders(context, signedInUser(context).id, args));
  }

  @Directive("@authenticated")
  @Query(() => OrderCounts, {
    nullable: true,
    description: "How many of one's orders wait for what.",
  })
  orderCounts(@Ctx() context: OrderContext): Promise<OrderCounts> {
    return countOrders(context, signedInUser(context).id);
  }

  @FieldResolver()
  async lines(@Root() { id }: Order, @Ctx() context: OrderContext): Promise<OrderLine[]> {
    return (await context.loaders.linesOfOrder.load(id)).map(toOrderLine);
  }

  @FieldResolver()
  async shipments(
    @Root() { id }: Order,
    @Ctx() context: OrderContext,
  ): Promise<readonly Shipment[]> {
    return context.loaders.shipmentsOfOrder.load(id);
  }

  @FieldResolver()
  async returns(@Root() { id }: Order, @Ctx() context: OrderContext): Promise<OrderReturn[]> {
    return (await context.loaders.returnsOfOrder.load(id)).map(toReturn);
  }

  @FieldResolver()
  async events(
    @Root() { id }: Order,
    @Ctx() context: OrderContext,
  ): Promise<readonly OrderEvent[]> {
    return context.loaders.eventsOfOrder.load(id);
  }
}

@Resolver(() => User)
export class UserOrdersResolver {
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: "The user's orders, newest first; for the user and for staff with order:read.",
  })
  async orders(
    @Root() { id }: User,
    @Args() args: OrdersArgs,
    @Ctx() context: OrderContext,
  ): Promise<OrderConnection> {
    return toOrderConnection(await listOrders(context, id, args));
  }
}
