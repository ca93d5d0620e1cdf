import { IsIn, IsOptional, Length } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { PaymentProviderName } from "./enums";

@InputType({ description: "How an order is paid." })
export class PayOrderInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => PaymentProviderName, { description: "Who moves the money." })
  @IsIn(Object.keys(PaymentProviderName))
  readonly provider!: PaymentProviderName;

  @Field(() => String, {
    nullable: true,
    description:
      "The provider's token of the buyer's means of payment, 1 to 255 characters. SANDBOX takes tok_approve, tok_decline, tok_slow_<ms> (approves after 0 to 60000 ms), tok_never, tok_unknown and tok_refund_fails; STRIPE the id of a payment method, pm_…; REDIRECT none: the buyer confirms on redirectUrl.",
  })
  @IsOptional()
  @Length(1, 255)
  @IsPlainLine()
  readonly methodToken?: string | null;

  @Field(() => String, {
    description: "1 to 255 characters of the client's choice, the same when it tries again.",
  })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;
}
