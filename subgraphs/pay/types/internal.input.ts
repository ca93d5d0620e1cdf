import { IsIn, Max, Min } from "class-validator";
import { Directive, Field, ID, InputType } from "type-graphql";
import { CurrencyEnum, MAX_INPUT_AMOUNT_MINOR } from "@micro-shop/common/graphql/types/money.type";
import { DateTimeScalar, SafeIntScalar } from "@micro-shop/common/graphql/types/scalars";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import type { Currency } from "@micro-shop/common/money";

@Directive("@inaccessible")
@InputType({ description: "The payment that a new order needs." })
export class CreatePaymentInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => ID, { description: "Who may pay it and read it." })
  @IsEntityId()
  readonly buyerId!: string;

  @Field(() => SafeIntScalar, { description: "The amount due in minor units, 0 to 10^12." })
  @Min(0)
  @Max(MAX_INPUT_AMOUNT_MINOR)
  readonly amountMinor!: number;

  @Field(() => CurrencyEnum, { description: "Its currency." })
  @IsIn(Object.keys(CurrencyEnum))
  readonly currency!: Currency;

  @Field(() => DateTimeScalar, { description: "Until when it can be paid." })
  readonly expiresAt!: Date;
}

@Directive("@inaccessible")
@InputType({ description: "The order whose payment is given up." })
export class ClosePaymentInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field({
    defaultValue: false,
    description: "Whether money that is only set aside is let go for it, rather than left alone.",
  })
  readonly voidAuthorized!: boolean;
}
