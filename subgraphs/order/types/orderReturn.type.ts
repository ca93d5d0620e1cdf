import { Money } from "@micro-shop/common/graphql/types/money.type";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { ReturnStatusEnum, type ReturnStatusValue } from "./returnEnums";

@ObjectType({ description: "What of an order line comes back.", simpleResolvers: true })
export class OrderReturnLine {
  @Field(() => ID, { description: "The order line." })
  readonly orderLineId!: string;

  @Field(() => Int, { description: "How many of it." })
  readonly quantity!: number;

  @Field(() => Money, {
    nullable: true,
    description:
      "These units' share of what was paid for the line, discount and tax included; null until the goods came in.",
  })
  readonly refund!: Money | null;
}

@ObjectType({
  description: "Goods of an order that come back, and the money for them.",
  simpleResolvers: true,
})
export class OrderReturn {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => ReturnStatusEnum, { description: "Where it stands." })
  readonly status!: ReturnStatusValue;

  @Field(() => String, { description: "Why, in the buyer's words." })
  readonly reason!: string;

  @Field(() => String, { nullable: true, description: "What the shop says to it." })
  readonly note!: string | null;

  @Field(() => Date, { description: "When it was asked for." })
  readonly requestedAt!: Date;

  @Field(() => Date, { nullable: true, description: "When the goods came in; null until then." })
  readonly receivedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: "When the money went back; null until then." })
  readonly refundedAt!: Date | null;

  @Field(() => Money, {
    nullable: true,
    description: "What goes back for it, without the shipping fee; null until the goods came in.",
  })
  readonly refund!: Money | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [OrderReturnLine], { description: "What comes back, at most 100 lines." })
  readonly lines!: readonly OrderReturnLine[];
}

@ObjectType({
  description: "The outcome of asking for or deciding on a return.",
  simpleResolvers: true,
})
export class ReturnPayload {
  @Field(() => OrderReturn, {
    name: "return",
    nullable: true,
    description: "The return as it is now; null when refused.",
  })
  readonly return?: OrderReturn | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}
