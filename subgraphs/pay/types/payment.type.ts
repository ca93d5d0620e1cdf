import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { Currency } from "@micro-shop/common/money";
import type { PaymentProviderName, PaymentStatus } from "./enums";

/**
 * What only the buyer and staff may read stands in PaymentFieldsResolver with its guard; a payment is shown to nobody
 * else in the first place, so that the guard there is the second one.
 */
@Directive('@key(fields: "id")')
@ObjectType({ description: "The payment of an order: one an order, shown to its buyer and staff." })
export class Payment {
  @Field(() => ID, { description: "Identifies the payment." })
  readonly id!: string;

  readonly orderId!: string;
  readonly buyerId!: string;
  readonly status!: PaymentStatus;
  readonly provider!: PaymentProviderName | null;
  readonly currency!: Currency;
  readonly amountMinor!: number;
  readonly capturedMinor!: number;
  readonly refundedMinor!: number;
  readonly redirectUrl!: string | null;
}
