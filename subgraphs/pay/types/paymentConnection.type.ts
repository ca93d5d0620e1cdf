import { ArrayMaxSize, IsDate, IsIn, IsOptional, ValidateNested } from "class-validator";
import { ArgsType, Field, InputType } from "type-graphql";
import { ConnectionArgs, connectionOf, edgeOf } from "@micro-shop/common/graphql/connection";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { PaymentProviderName, PaymentStatus, RefundStatus } from "./enums";
import { Payment } from "./payment.type";

export const PaymentEdge = edgeOf(Payment, "Payment");

export const PaymentConnection = connectionOf(PaymentEdge, "Payment");

export type PaymentConnection = InstanceType<typeof PaymentConnection>;

@InputType({ description: "Which payments staff look for; all of it must hold." })
export class AdminPaymentFilter {
  @Field(() => [PaymentStatus], {
    nullable: true,
    description: "Payments in one of these, 10 at most; any when absent or empty.",
  })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsIn(Object.keys(PaymentStatus), { each: true })
  readonly status?: readonly PaymentStatus[] | null;

  @Field(() => [PaymentProviderName], {
    nullable: true,
    description:
      "Payments whose last attempt was with one of these, 10 at most; any when absent or empty.",
  })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsIn(Object.keys(PaymentProviderName), { each: true })
  readonly provider?: readonly PaymentProviderName[] | null;

  @Field(() => [RefundStatus], {
    nullable: true,
    description:
      "Payments with a refund in one of these, 10 at most, e.g. REQUESTED for what waits for a decision; any when absent or empty.",
  })
  @IsOptional()
  @ArrayMaxSize(10)
  @IsIn(Object.keys(RefundStatus), { each: true })
  readonly refundStatus?: readonly RefundStatus[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Made at this moment or later." })
  @IsOptional()
  @IsDate()
  readonly createdFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Made before this moment." })
  @IsOptional()
  @IsDate()
  readonly createdBefore?: Date | null;
}

@ArgsType()
export class PaymentsArgs extends ConnectionArgs {
  @Field(() => AdminPaymentFilter, { nullable: true, description: "Which ones; all when absent." })
  @IsOptional()
  @ValidateNested()
  readonly filter?: AdminPaymentFilter | null;
}
