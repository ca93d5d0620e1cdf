import { Money } from "@micro-shop/common/graphql/types/money.type";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Directive, Field, Int, ObjectType } from "type-graphql";
import { Sku } from "./stubs.type";

@ObjectType({ description: "A SKU of a quote.", simpleResolvers: true })
export class QuoteLine {
  @Field(() => Sku, { nullable: true, description: "What it is; null while it is not on sale." })
  readonly sku!: Sku | null;

  @Field(() => Int, { description: "How many were asked for." })
  readonly quantity!: number;

  @Field(() => Money, {
    nullable: true,
    description: "Today's price of one; null while it is not on sale.",
  })
  readonly unitPrice!: Money | null;

  @Field(() => Money, { description: "What promotions and the coupon take off this line." })
  readonly discount!: Money;

  @Field(() => Boolean, {
    description:
      "Whether this quantity can be bought right now; a line that cannot is left out of the sums.",
  })
  readonly available!: boolean;
}

@ObjectType({ description: "A way to ship the quoted lines.", simpleResolvers: true })
export class ShippingMethod {
  @Field(() => String, { description: "What to pass as `shippingMethod`." })
  readonly code!: string;

  @Field(() => String, { description: "Its name for people." })
  readonly name!: string;

  @Field(() => Money, { description: "What it would cost for these lines and this address." })
  readonly fee!: Money;
}

@ObjectType({
  description: "What an order would cost now. It reserves nothing and promises nothing.",
  simpleResolvers: true,
})
export class Quote {
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [QuoteLine], { description: "One line a SKU." })
  readonly lines!: readonly QuoteLine[];

  @Field(() => Money, { description: "Prices × quantities." })
  readonly items!: Money;

  @Field(() => Money, { description: "What promotions and the coupon take off." })
  readonly discount!: Money;

  @Field(() => Money, { description: "Fee of the chosen shipping method." })
  readonly shipping!: Money;

  @Field(() => Money, { description: "Tax on the goods after discounts." })
  readonly tax!: Money;

  @Field(() => Money, {
    nullable: true,
    description: "items − discount + shipping + tax; null when none of the lines can be bought.",
  })
  readonly total!: Money | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [ShippingMethod], { description: "The ways to ship, the default first." })
  readonly shippingMethods!: readonly ShippingMethod[];

  @Field(() => [UserError], { description: "Why an order like this would be refused now." })
  readonly userErrors!: readonly UserError[];
}
