import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { OrderContext } from "../context";
import { cancelOrder } from "../logic/cancelOrder";
import { placeOrder } from "../logic/placeOrder";
import { CancelOrderInput, PlaceOrderInput } from "../types/order.input";
import { OrderPayload } from "../types/order.type";
import { toOrder } from "./toOrder";

@Resolver(() => OrderPayload)
export class PlaceOrderResolver {
  @Directive("@authenticated")
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      "Places an order: reserves its stock, holds its coupon, keeps prices and address as they are now.",
  })
  async placeOrder(
    @Arg("input", { description: "What to order." }) input: PlaceOrderInput,
    @Ctx() context: OrderContext,
  ): Promise<OrderPayload> {
    const order = await placeOrder(context, {
      idempotencyKey: input.idempotencyKey,
      lines: input.lines?.map(({ skuId, quantity }) => ({ skuId, quantity })) ?? null,
      addressId: input.addressId,
      shippingMethod: input.shippingMethod ?? null,
      couponId: input.couponId ?? null,
      expectedTotalMinor: input.expectedTotalMinor ?? null,
    });
    return { order: toOrder(order) };
  }

  @Directive("@authenticated")
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      "Cancels an unpaid order of one's own, or of anybody for staff with order:cancel; usually at once: one that is answered PENDING_PAYMENT is cancelled in the background, unless it turns out to be paid. Of a paid order nothing of which is shipped the wish is recorded, see `Order.cancellation`. May be repeated. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE.",
  })
  async cancelOrder(
    @Arg("input", { description: "Which one." }) input: CancelOrderInput,
    @Ctx() context: OrderContext,
  ): Promise<OrderPayload> {
    const { orderId, reason = null } = input;
    return { order: toOrder(await cancelOrder(context, { orderId, reason })) };
  }
}
