import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Its other fields are the order subgraph's; `payment` and `refunds` stand in OrderFieldsResolver. */
@Directive('@key(fields: "id")')
@ObjectType({ description: "An order, as far as its money is concerned." })
export class Order {
  @Field(() => ID, { description: "Identifies the order." })
  readonly id!: string;
}
