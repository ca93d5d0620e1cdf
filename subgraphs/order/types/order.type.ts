import { Money } from "@micro-shop/common/graphql/types/money.type";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import {
  FulfillmentStatusEnum,
  OrderStatusEnum,
  PaymentStatusAxisEnum,
  type FulfillmentStatusValue,
  type OrderStatusValue,
  type PaymentStatusAxisValue,
} from "./enums";
import { OrderLine } from "./orderLine.type";
import { OrderReturn } from "./orderReturn.type";
import { Shipment } from "./shipment.type";
import { Coupon, User } from "./stubs.type";

@ObjectType({
  description: "The address an order is sent to, as it was when it was placed.",
  simpleResolvers: true,
})
export class OrderAddress {
  @Field(() => String, { description: "Who receives the parcel." })
  readonly recipient!: string;

  @Field(() => String, { description: "Phone number for the carrier." })
  readonly phone!: string;

  @Field(() => String, { description: "ISO 3166-1 alpha-2 code of the country." })
  readonly country!: string;

  @Field(() => String, { nullable: true, description: "State, province or region." })
  readonly region!: string | null;

  @Field(() => String, { description: "City or town." })
  readonly city!: string;

  @Field(() => String, { description: "Street and number." })
  readonly line1!: string;

  @Field(() => String, { nullable: true, description: "Floor, flat or company." })
  readonly line2!: string | null;

  @Field(() => String, { nullable: true, description: "Postal code." })
  readonly postalCode!: string | null;
}

@ObjectType({ description: "A change of an order's status.", simpleResolvers: true })
export class OrderEvent {
  @Field(() => ID, { description: "Its id; what to pass as `after` to go on from here." })
  readonly id!: string;

  @Field(() => Int, { description: "Rises with every change of the order." })
  readonly version!: number;

  @Field(() => OrderStatusEnum, { description: "The status the order got." })
  readonly status!: OrderStatusValue;

  @Field(() => Date, { description: "When it happened." })
  readonly at!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: "An order. Only its buyer and staff with order:read can see it.",
  simpleResolvers: true,
})
export class Order {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "The number people use, unique." })
  readonly orderNo!: string | null;

  @Field(() => OrderStatusEnum, { nullable: true, description: "Where it stands." })
  readonly status!: OrderStatusValue | null;

  @Field(() => PaymentStatusAxisEnum, { nullable: true, description: "How far it is paid." })
  readonly paymentStatus!: PaymentStatusAxisValue | null;

  @Field(() => FulfillmentStatusEnum, { nullable: true, description: "How far it is shipped." })
  readonly fulfillmentStatus!: FulfillmentStatusValue | null;

  @Field(() => Date, { nullable: true, description: "When it was placed." })
  readonly createdAt!: Date | null;

  @Field(() => Date, { nullable: true, description: "Until when it has to be paid." })
  readonly expiresAt!: Date | null;

  @Field(() => Money, { nullable: true, description: "Prices × quantities." })
  readonly items!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "What promotions, the coupon and the shop's staff took off.",
  })
  readonly discount!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: "The part of the discount that staff gave after it was placed; mostly 0.",
  })
  readonly adjustment!: Money | null;

  @Field(() => Money, { nullable: true, description: "Shipping fee." })
  readonly shipping!: Money | null;

  @Field(() => Money, { nullable: true, description: "Tax on the goods after discounts." })
  readonly tax!: Money | null;

  @Field(() => Money, { nullable: true, description: "items − discount + shipping + tax." })
  readonly total!: Money | null;

  @Field(() => OrderAddress, { nullable: true, description: "Where it is sent to." })
  readonly address!: OrderAddress | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [OrderLine], { nullable: true, description: "What was bought, at most 100 lines." })
  readonly lines?: readonly OrderLine[] | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [Shipment], { nullable: true, description: "Its parcels, the oldest first." })
  readonly shipments?: readonly Shipment[] | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [OrderReturn], { nullable: true, description: "Its returns, the oldest first." })
  readonly returns?: readonly OrderReturn[] | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [OrderEvent], { nullable: true, description: "Its history, the oldest first." })
  readonly events?: readonly OrderEvent[] | null;

  @Field(() => User, { nullable: true, description: "Who bought it." })
  readonly buyer!: User | null;

  @Field(() => Coupon, {
    nullable: true,
    description: "The coupon that gave a discount, also after it went back to the wallet.",
  })
  readonly couponUsed!: Coupon | null;
}

@ObjectType({ description: "The outcome of placing or changing an order.", simpleResolvers: true })
export class OrderPayload {
  @Field(() => Order, {
    nullable: true,
    description:
      "The order; null when refused. PENDING: it is still being placed, ask again by its id. PENDING_PAYMENT after a cancellation: it is still being cancelled.",
  })
  readonly order?: Order | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}

@ObjectType({ description: "One change of a watched order.", simpleResolvers: true })
export class OrderStatusChange {
  @Field(() => OrderEvent, { description: "The change." })
  readonly event!: OrderEvent;

  @Field(() => Order, {
    description: "The order as it is now, which may be further than the change.",
  })
  readonly order!: Order;
}

@ObjectType({ description: "How many of one's orders wait for what.", simpleResolvers: true })
export class OrderCounts {
  @Field(() => Int, { description: "Waiting for payment." })
  readonly toPay!: number;

  @Field(() => Int, { description: "Paid, and not or only partly shipped." })
  readonly toShip!: number;

  @Field(() => Int, { description: "Shipped or delivered, and not confirmed yet." })
  readonly toReceive!: number;

  @Field(() => Int, { description: "Completed, with a line that was not reviewed yet." })
  readonly toReview!: number;
}
