import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { Length } from "class-validator";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "What becomes of the wish to cancel a paid order." })
export class ResolveCancellationInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => Boolean, { description: "True: refund and cancel it. False: it goes its way." })
  readonly approve!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "What to say to it; the buyer can read it. One line of 1 to 500 characters.",
  })
  @Length(1, 500)
  @IsPlainLine()
  readonly note?: string | null;
}
