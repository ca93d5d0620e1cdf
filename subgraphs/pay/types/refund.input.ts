import { IsBoolean, Length, Max, Min } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/graphql/types/money.type";
import { SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";

@InputType({ description: "Money that shall go back to the buyer." })
export class RefundPaymentInput {
  @Field(() => ID, { description: "The payment." })
  @IsEntityId()
  readonly paymentId!: string;

  @Field(() => SafeIntScalar, {
    description:
      "How much, in minor units of the payment's currency: from 1 to what was captured less its other refunds.",
  })
  @Min(1)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly amountMinor!: number;

  @Field(() => String, { description: "Why, 1 to 500 characters; the buyer can read it." })
  @Length(1, 500)
  @IsPlainLine()
  readonly reason!: string;

  @Field(() => String, {
    description: "1 to 255 characters of the client's choice, the same when it tries again.",
  })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;
}

@InputType({ description: "A decision on a refund." })
export class ApproveRefundInput {
  @Field(() => ID, { description: "The refund." })
  @IsEntityId()
  readonly refundId!: string;

  @Field(() => Boolean, { description: "Whether it is granted; false rejects it for good." })
  @IsBoolean()
  readonly approve!: boolean;
}
