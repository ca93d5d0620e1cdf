import { MaxLength } from "class-validator";
import { ArgsType, Field } from "type-graphql";

@ArgsType()
export class CartArgs {
  @Field(() => String, {
    nullable: true,
    description: "Token of a guest's cart; ignored for signed-in users, who have their own.",
  })
  @MaxLength(64)
  readonly cartToken?: string | null;
}
