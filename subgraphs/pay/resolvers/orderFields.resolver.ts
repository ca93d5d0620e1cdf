import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { PayContext } from "../context";
import { findVisiblePaymentOfOrder } from "../logic/visiblePayment";
import { Order } from "../types/order.type";
import { Payment } from "../types/payment.type";
import { Refund } from "../types/refund.type";
import { toRefund } from "./toRefund";

/** What pay adds to orders. Whoever asks, the payment's own buyer decides who sees it, never the order's key. */
@Resolver(() => Order)
export class OrderFieldsResolver {
  @FieldResolver(() => Payment, {
    nullable: true,
    description: "Its payment; null before it is made and for all but the buyer and staff.",
  })
  payment(@Root() order: Order, @Ctx() context: PayContext): Promise<Payment | null> {
    return findVisiblePaymentOfOrder(context, order.id);
  }

  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Refund], {
    nullable: true,
    description: "What goes back, oldest first; null for all but the buyer and staff.",
  })
  async refunds(@Root() order: Order, @Ctx() context: PayContext): Promise<Refund[] | null> {
    const payment = await findVisiblePaymentOfOrder(context, order.id);
    if (!payment) return null;
    return (await context.loaders.refunds.load(payment.id)).map(toRefund);
  }
}
