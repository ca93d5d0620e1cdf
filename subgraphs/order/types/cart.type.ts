import { Money } from "@micro-shop/common/graphql/types/money.type";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Sku } from "./stubs.type";

@ObjectType({ description: "A SKU in a cart.", simpleResolvers: true })
export class CartLine {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => Int, { description: "How many, 1 to 999." })
  readonly quantity!: number;

  @Field(() => Boolean, { description: "Whether a quote or an order from the cart includes it." })
  readonly selected!: boolean;

  @Field(() => Boolean, {
    description: "Whether this quantity can be bought right now: on sale and in stock.",
  })
  readonly available?: boolean;

  @Field(() => Sku, { nullable: true, description: "What it is; null while it is not on sale." })
  readonly sku!: Sku | null;

  @Field(() => Money, {
    nullable: true,
    description: "Today's price × quantity, before discounts; null while it is not on sale.",
  })
  readonly subtotal?: Money | null;
}

@ObjectType({
  description: "What somebody may buy: one cart a user, one a guest.",
  simpleResolvers: true,
})
export class Cart {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Names a guest's cart in `cartToken`; null for a user's. Who knows it has the cart.",
  })
  readonly token!: string | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [CartLine], { description: "At most 100 lines, in the order they were put in." })
  readonly lines!: readonly CartLine[];

  @Field(() => Money, {
    description:
      "What the selected lines that can be bought now cost, before discounts, shipping and tax. In the currency of the first of them; others cannot be ordered with it and are left out. At most 10^12 minor units, as an order.",
  })
  readonly total?: Money;
}

@ObjectType({ description: "The outcome of a change of a cart.", simpleResolvers: true })
export class CartPayload {
  @Field(() => Cart, { nullable: true, description: "The cart; null when refused." })
  readonly cart?: Cart | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}
