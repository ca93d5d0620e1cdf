import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "One kind of a product that can be bought.", simpleResolvers: true })
export class Sku {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A product of the mall.", simpleResolvers: true })
export class Product {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A coupon in somebody's wallet.", simpleResolvers: true })
export class Coupon {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "Somebody with an account.", simpleResolvers: true })
export class User {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;
}
