import { Money } from "@micro-shop/common/graphql/types/money.type";
import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { OrderStatusEnum, type OrderStatusValue } from "./enums";

export const TimelineKindEnum = {
  STATUS: "STATUS",
  NOTE: "NOTE",
  CANCELLATION_REQUESTED: "CANCELLATION_REQUESTED",
  CANCELLATION_APPROVED: "CANCELLATION_APPROVED",
  CANCELLATION_REJECTED: "CANCELLATION_REJECTED",
  PARCEL_SHIPPED: "PARCEL_SHIPPED",
  PARCEL_DELIVERED: "PARCEL_DELIVERED",
  RETURN_REQUESTED: "RETURN_REQUESTED",
  RETURN_APPROVED: "RETURN_APPROVED",
  RETURN_REJECTED: "RETURN_REJECTED",
  RETURN_RECEIVED: "RETURN_RECEIVED",
  REFUNDED: "REFUNDED",
  REFUND_FAILED: "REFUND_FAILED",
  PRICE_CHANGED: "PRICE_CHANGED",
  PRICE_CHANGE_REFUSED: "PRICE_CHANGE_REFUSED",
} as const;

export type TimelineKindValue = keyof typeof TimelineKindEnum;

registerEnumType(TimelineKindEnum, {
  name: "TimelineKind",
  description: "What happened with an order.",
  valuesConfig: {
    STATUS: { description: "It got another status; the text is what was said about it." },
    NOTE: { description: "Staff wrote something down." },
    CANCELLATION_REQUESTED: { description: "Somebody wants it cancelled; the text says why." },
    CANCELLATION_APPROVED: { description: "That was granted." },
    CANCELLATION_REJECTED: { description: "That was refused." },
    PARCEL_SHIPPED: { description: "A parcel left; the text is its tracking number." },
    PARCEL_DELIVERED: { description: "A parcel arrived; the text is its tracking number." },
    RETURN_REQUESTED: { description: "The buyer wants to send goods back; the text says why." },
    RETURN_APPROVED: { description: "The goods may come back." },
    RETURN_REJECTED: { description: "They may not, or were not taken; the text says why." },
    RETURN_RECEIVED: { description: "They came in; the amount is what goes back for them." },
    REFUNDED: { description: "The amount went back to the buyer." },
    REFUND_FAILED: {
      description: "The amount did not go back; the text is the code of the failure.",
    },
    PRICE_CHANGED: { description: "Staff took the amount off its price; the text says why." },
    PRICE_CHANGE_REFUSED: {
      description:
        "Staff wanted to, but it was being paid or had ended; the text says why they did.",
    },
  },
});

export const OrderActorEnum = { CUSTOMER: "CUSTOMER", STAFF: "STAFF", SYSTEM: "SYSTEM" } as const;

export type OrderActorValue = keyof typeof OrderActorEnum;

registerEnumType(OrderActorEnum, {
  name: "OrderActor",
  description: "Who made something happen with an order.",
  valuesConfig: {
    CUSTOMER: { description: "Its buyer." },
    STAFF: { description: "Somebody of the shop." },
    SYSTEM: { description: "Nobody: time, or a payment." },
  },
});

@ObjectType({ description: "Something that happened with an order.", simpleResolvers: true })
export class TimelineEntry {
  @Field(() => Date, { description: "When." })
  readonly at!: Date;

  @Field(() => TimelineKindEnum, { description: "What." })
  readonly kind!: TimelineKindValue;

  @Field(() => OrderActorEnum, { description: "Who made it happen." })
  readonly actor!: OrderActorValue;

  @Field(() => ID, { nullable: true, description: "Id of the user who did; null if not kept." })
  readonly actorId!: string | null;

  @Field(() => OrderStatusEnum, { nullable: true, description: "The new status, of STATUS." })
  readonly status!: OrderStatusValue | null;

  @Field(() => String, { nullable: true, description: "In words; see the kind." })
  readonly text!: string | null;

  @Field(() => Money, { nullable: true, description: "Of kinds that are about an amount." })
  readonly amount!: Money | null;
}
