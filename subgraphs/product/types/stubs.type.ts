import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A person with an account.", simpleResolvers: true })
export class User {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "One SKU of an order.", simpleResolvers: true })
export class OrderLine {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;
}
