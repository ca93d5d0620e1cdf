import { ConnectionArgs, connectionOf, edgeOf } from "@micro-shop/common/graphql/connection";
import { ArrayMaxSize } from "class-validator";
import { ArgsType, Field } from "type-graphql";
import { OrderStatusEnum, type OrderStatusValue } from "./enums";
import { Order } from "./order.type";

export const OrderEdge = edgeOf(Order, "Order");

export const OrderConnection = connectionOf(OrderEdge, "Order");

export type OrderConnection = InstanceType<typeof OrderConnection>;

@ArgsType()
export class OrdersArgs extends ConnectionArgs {
  @Field(() => [OrderStatusEnum], {
    nullable: true,
    description: "Only orders in one of these statuses; all when absent.",
  })
  @ArrayMaxSize(10)
  readonly status?: readonly OrderStatusValue[] | null;
}
