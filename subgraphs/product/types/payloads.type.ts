import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Directive, Field, ObjectType } from "type-graphql";
import { Product } from "./product.type";
import { Sku } from "./sku.type";

@ObjectType({ description: "The outcome of a change to a product.", simpleResolvers: true })
export class ProductPayload {
  @Field(() => Product, { nullable: true, description: "The product; null when refused." })
  readonly product?: Product | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors!: UserError[];
}

@ObjectType({ description: "The outcome of a stock adjustment.", simpleResolvers: true })
export class AdjustStockPayload {
  @Field(() => Sku, { nullable: true, description: "The SKU; null when refused." })
  readonly sku?: Sku | null;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors!: UserError[];
}
