import { Directive, Field, ID, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "What a SKU is in one option of its product.", simpleResolvers: true })
export class SkuOption {
  @Field(() => String, { description: "The option, e.g. Size." })
  readonly name!: string;

  @Field(() => String, { description: "The value, e.g. XL." })
  readonly value!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: "One variant of a product, as it is sold and kept in stock.",
  simpleResolvers: true,
})
export class Sku {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => String, { description: "The code on its label; unique." })
  readonly code!: string;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [SkuOption], { description: "One value for each option of the product." })
  readonly options!: readonly SkuOption[];

  @Directive('@requiresScopes(scopes: [["stock:read"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => Int, { nullable: true, description: "Units in the house, reserved ones included." })
  readonly onHand!: number;

  @Directive('@requiresScopes(scopes: [["stock:read"]])')
  @Directive('@tag(name: "admin")')
  @Field(() => Int, { nullable: true, description: "Units held for orders that are not paid yet." })
  readonly reserved!: number;
}
