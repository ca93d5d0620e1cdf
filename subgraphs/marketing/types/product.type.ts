import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Money } from "@micro-shop/common/graphql/types/money.type";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A category; the product subgraph fills it.", simpleResolvers: true })
export class Category {
  @Field(() => ID, { description: "Identifies the category." })
  readonly id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A product; the product subgraph fills it.", simpleResolvers: true })
export class Product {
  @Field(() => ID, { description: "Identifies the product." })
  readonly id!: string;

  @Directive("@external")
  @Field(() => String, { description: "Its name in addresses. Missing when it is not shown." })
  readonly slug?: unknown;

  @Directive("@external")
  @Field(() => Money, { nullable: true, description: "The lowest price of its SKUs." })
  readonly price?: unknown;

  @Directive("@external")
  @Field(() => Category, { nullable: true, description: "The category it stands in." })
  readonly category?: unknown;
}
