import { Money } from "@micro-shop/common/graphql/types/money.type";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Field, Int, ObjectType } from "type-graphql";
import { Sku } from "./stubs.type";

@ObjectType({
  implements: UserError,
  description: "Less of a SKU is available than was asked for.",
  simpleResolvers: true,
})
export class InsufficientStock extends UserError {
  @Field(() => Sku, { nullable: true, description: "The SKU." })
  readonly sku!: Sku | null;

  @Field(() => Int, { description: "How many could be had when it was refused." })
  readonly available!: number;
}

@ObjectType({
  implements: UserError,
  description: "The total is not the one the buyer expected.",
  simpleResolvers: true,
})
export class PriceChanged extends UserError {
  @Field(() => Money, { description: "The total the buyer expected." })
  readonly was!: Money;

  @Field(() => Money, { description: "The total there is." })
  readonly is!: Money;
}

@ObjectType({
  implements: UserError,
  description: "The coupon cannot be used for this order.",
  simpleResolvers: true,
})
export class CouponNotApplicable extends UserError {
  @Field(() => String, {
    description:
      "NOT_FOUND, EXPIRED, NOT_STARTED, IN_USE, USED, MIN_SPEND or NO_MATCHING_PRODUCT; more may come.",
  })
  readonly reason!: string;
}
