import { Money } from "@micro-shop/common/graphql/types/money.type";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Product, Sku } from "./stubs.type";

@Directive('@key(fields: "id")')
@ObjectType({
  description: "A SKU of an order, with name and price as they were when it was bought.",
  simpleResolvers: true,
})
export class OrderLine {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => Int, { description: "How many." })
  readonly quantity!: number;

  @Field(() => Money, { description: "The price of one." })
  readonly unitPrice!: Money;

  @Field(() => Money, {
    description: "What promotions, the coupon and the shop's staff took off this line.",
  })
  readonly discount!: Money;

  @Field(() => String, { description: "Product and option values." })
  readonly name!: string;

  @Field(() => Sku, {
    nullable: true,
    description: "The SKU; null when it is not on sale any more.",
  })
  readonly sku!: Sku | null;

  @Field(() => Product, {
    nullable: true,
    description: "The product; null when it is not on sale any more.",
  })
  readonly product!: Product | null;
}
