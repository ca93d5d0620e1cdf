import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { connectionOf, edgeOf } from "@micro-shop/common/graphql/connection";
import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { ProductStatusEnum, type ProductStatus } from "./enums";

@ObjectType({ description: "A picture or film of a product.", simpleResolvers: true })
export class Media {
  @Field(() => String, { description: "Where it is." })
  readonly url!: string;

  @Field(() => String, {
    nullable: true,
    description: "What it shows, for those who cannot see it.",
  })
  readonly alt!: string | null;
}

@ObjectType({
  description: "Something the buyer of a product chooses, e.g. its size.",
  simpleResolvers: true,
})
export class ProductOption {
  @Field(() => String, { description: "What is chosen, e.g. Size." })
  readonly name!: string;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [String], { description: "What there is to choose from, in the order shown." })
  readonly values!: readonly string[];
}

@ObjectType({
  description: "A fact about a product that can be filtered by.",
  simpleResolvers: true,
})
export class ProductAttribute {
  @Field(() => String, { description: "Which fact, e.g. Brand." })
  readonly name!: string;

  @Field(() => String, {
    description: "Its value as text; numbers in plain notation, true or false.",
  })
  readonly value!: string;
}

@ObjectType({
  description: "The published reviews of a product in two numbers.",
  simpleResolvers: true,
})
export class Rating {
  @Field(() => Float, {
    nullable: true,
    description: "Average of 1 to 5 stars, to two decimals; null without a review.",
  })
  readonly average!: number | null;

  @Field(() => Int, { description: "How many reviews there are." })
  readonly count!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: "Something the mall sells, in one or more variants (SKUs).",
  simpleResolvers: true,
})
export class Product {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => String, { description: "Its name." })
  readonly name!: string;

  @Field(() => String, { description: "Its name in addresses; unique." })
  readonly slug!: string;

  @Field(() => String, { nullable: true, description: "What it is, in plain text." })
  readonly description!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it first came into the shop; null before.",
  })
  readonly publishedAt!: Date | null;

  @Directive('@requiresScopes(scopes: [["catalog:read"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => ProductStatusEnum, {
    nullable: true,
    description: "Whether customers can see it.",
  })
  readonly status!: ProductStatus;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [ProductOption], {
    description: "What its SKUs differ in; empty when there is but one.",
  })
  readonly options!: readonly ProductOption[];
}

export const ProductEdge = edgeOf(Product, "Product");

export const ProductConnection = connectionOf(ProductEdge, "Product");
