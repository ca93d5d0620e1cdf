import { Directive, Field, ID, ObjectType } from "type-graphql";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";
import { CouponRefusal } from "./enums";

@Directive("@inaccessible")
@ObjectType({ description: "What comes off one line.", simpleResolvers: true })
export class LineDiscount {
  @Field(() => ID, { description: "The SKU of the line." })
  readonly skuId!: string;

  @Field(() => SafeIntScalar, {
    description: "Minor units off the whole line; at most what the line costs.",
  })
  readonly amountMinor!: number;
}

@Directive("@inaccessible")
@ObjectType({
  description: "What comes off an order by promotions and its coupon.",
  simpleResolvers: true,
})
export class OrderDiscounts {
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [LineDiscount], { description: "One a line, in the order of the lines." })
  readonly lines!: readonly LineDiscount[];

  @Field(() => SafeIntScalar, { description: "The sum of the lines." })
  readonly totalMinor!: number;

  @Field(() => CouponRefusal, {
    nullable: true,
    description:
      "Why the coupon takes nothing off and is not held; null when it does, or there is none.",
  })
  readonly couponRefusal!: CouponRefusal | null;

  @Field(() => Boolean, {
    description: "Whether a promotion waives the shipping fee, of those methods that can be free.",
  })
  readonly freeShipping!: boolean;
}

@Directive("@inaccessible")
@ObjectType({ description: "The outcome of a release.", simpleResolvers: true })
export class ReleaseDiscountsPayload {
  @Field(() => Boolean, {
    description: "Whether this call gave a coupon back; false when none was held.",
  })
  readonly released!: boolean;
}
