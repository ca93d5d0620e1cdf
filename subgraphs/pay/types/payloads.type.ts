import { Field, ObjectType } from "type-graphql";
import { UserError } from "@micro-shop/common/graphql/types/userError.type";
import { Payment } from "./payment.type";

@ObjectType({ description: "The outcome of paying an order.", simpleResolvers: true })
export class PayOrderPayload {
  @Field(() => Payment, {
    nullable: true,
    description:
      "The payment after it: CAPTURED, or IN_FLIGHT while the provider's result is awaited, or CREATED after a refusal by the provider. Null when the input was refused.",
  })
  readonly payment?: Payment | null;

  @Field(() => [UserError], { description: "Why it was refused; empty on success." })
  readonly userErrors?: readonly UserError[];
}
