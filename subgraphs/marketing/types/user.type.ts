import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A person with an account.", simpleResolvers: true })
export class User {
  @Field(() => ID, { description: "Identifies the user." })
  readonly id!: string;
}
