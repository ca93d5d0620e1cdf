import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { CouponKind } from "./enums";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A coupon that may be claimed.", simpleResolvers: true })
export class CouponTemplate {
  @Field(() => ID, { description: "Identifies the template." })
  readonly id!: string;

  @Field(() => String, { description: "Its short name, unique." })
  readonly code!: string;

  @Field(() => String, { description: "What it is called." })
  readonly name!: string;

  @Field(() => CouponKind, { description: "How it counts its discount." })
  readonly kind!: CouponKind;

  @Field(() => DateTimeScalar, { description: "From when it may be claimed and used." })
  readonly startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "Until when it may be claimed and used." })
  readonly endsAt!: Date;

  @Field(() => Int, {
    nullable: true,
    description: "Days a claimed coupon lasts, at most until `endsAt`; null: until then.",
  })
  readonly validDays!: number | null;

  @Field(() => Int, { description: "How many of it one user may claim." })
  readonly perUserLimit!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: "A coupon in somebody's wallet. Only the owner and staff find it.",
  simpleResolvers: true,
})
export class Coupon {
  @Field(() => ID, { description: "Identifies the coupon." })
  readonly id!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was claimed." })
  readonly claimedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "Until when it may be used." })
  readonly expiresAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the order that used it was paid; null before.",
  })
  readonly usedAt!: Date | null;
}

@ObjectType({ description: "The outcome of claiming a coupon.", simpleResolvers: true })
export class CouponPayload {
  @Field(() => Coupon, { nullable: true, description: "The new coupon; null when refused." })
  readonly coupon?: Coupon | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}
