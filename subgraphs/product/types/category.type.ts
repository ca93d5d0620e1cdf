import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A node of the category tree.", simpleResolvers: true })
export class Category {
  @Field(() => ID, { description: "Its id." })
  readonly id!: string;

  @Field(() => String, { description: "Its name, for people." })
  readonly name!: string;

  @Field(() => String, { description: "Its name in addresses; unique." })
  readonly slug!: string;
}
