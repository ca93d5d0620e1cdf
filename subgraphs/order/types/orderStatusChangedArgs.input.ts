import { MaxLength } from "class-validator";
import { ArgsType, Field, ID } from "type-graphql";

@ArgsType()
export class OrderStatusChangedArgs {
  @Field(() => ID, { description: "The order; one's own, or any for staff with order:read." })
  @MaxLength(64)
  readonly orderId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "Id of the last event seen; begins with the one after it. Without it, with the newest event.",
  })
  @MaxLength(64)
  readonly after?: string | null;
}
