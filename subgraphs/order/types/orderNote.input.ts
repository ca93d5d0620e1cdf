import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainText } from "@micro-shop/common/graphql/isPlainText";
import { Length } from "class-validator";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "What to write down about an order." })
export class AddOrderNoteInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => String, { description: "For the staff alone, 1 to 2,000 characters." })
  @Length(1, 2000)
  @IsPlainText()
  readonly text!: string;
}
