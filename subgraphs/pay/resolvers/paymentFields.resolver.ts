import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { ownerOrScope } from "@micro-shop/common/graphql/guards";
import { Money, toMoney } from "@micro-shop/common/graphql/types/money.type";
import type { PayContext } from "../context";
import { STAFF_SCOPE } from "../logic/visiblePayment";
import { PaymentProviderName, PaymentStatus } from "../types/enums";
import { Order } from "../types/order.type";
import { Payment } from "../types/payment.type";
import { PaymentEvent } from "../types/paymentEvent.type";
import { Refund } from "../types/refund.type";
import { toRefund } from "./toRefund";

/** The fields of a payment that only its buyer and staff may read. */
@Resolver(() => Payment)
export class PaymentFieldsResolver {
  @FieldResolver(() => PaymentStatus, { nullable: true, description: "Where it stands." })
  status(@Root() payment: Payment, @Ctx() context: PayContext): PaymentStatus {
    return guarded(payment, context).status;
  }

  @FieldResolver(() => PaymentProviderName, {
    nullable: true,
    description: "Who moved the money in the last attempt; null before the first.",
  })
  provider(@Root() payment: Payment, @Ctx() context: PayContext): PaymentProviderName | null {
    return guarded(payment, context).provider;
  }

  @FieldResolver(() => Money, { nullable: true, description: "The amount due." })
  amount(@Root() payment: Payment, @Ctx() context: PayContext): Money {
    const { amountMinor, currency } = guarded(payment, context);
    return toMoney({ amountMinor, currency });
  }

  @FieldResolver(() => Money, { nullable: true, description: "What was taken." })
  captured(@Root() payment: Payment, @Ctx() context: PayContext): Money {
    const { capturedMinor, currency } = guarded(payment, context);
    return toMoney({ amountMinor: capturedMinor, currency });
  }

  @FieldResolver(() => Money, { nullable: true, description: "What went back." })
  refunded(@Root() payment: Payment, @Ctx() context: PayContext): Money {
    const { refundedMinor, currency } = guarded(payment, context);
    return toMoney({ amountMinor: refundedMinor, currency });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Where the buyer confirms, while it is in flight with a provider that works so.",
  })
  redirectUrl(@Root() payment: Payment, @Ctx() context: PayContext): string | null {
    return guarded(payment, context).redirectUrl;
  }

  @FieldResolver(() => Order, { nullable: true, description: "What is paid for." })
  order(@Root() payment: Payment, @Ctx() context: PayContext): Order {
    return { id: guarded(payment, context).orderId };
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Refund], { nullable: true, description: "What goes back, oldest first." })
  async refunds(@Root() payment: Payment, @Ctx() context: PayContext): Promise<Refund[]> {
    const rows = await context.loaders.refunds.load(guarded(payment, context).id);
    return rows.map(toRefund);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [PaymentEvent], {
    nullable: true,
    description: "What happened to it, oldest first.",
  })
  async events(@Root() payment: Payment, @Ctx() context: PayContext): Promise<PaymentEvent[]> {
    const { id, currency } = guarded(payment, context);
    const rows = await context.loaders.events.load(id);
    return rows.map(({ amountMinor, ...event }) => ({
      ...event,
      amount: toMoney({ amountMinor, currency }),
    }));
  }
}

/** The payment, when the caller may read it. */
function guarded(payment: Payment, { caller }: PayContext): Payment {
  ownerOrScope(caller, payment.buyerId, STAFF_SCOPE);
  return payment;
}
