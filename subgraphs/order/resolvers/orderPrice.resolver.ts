import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { OrderContext } from "../context";
import { changeOrderPrice } from "../logic/changeOrderPrice";
import { ChangeOrderPriceInput } from "../types/changeOrderPrice.input";
import { OrderPayload } from "../types/order.type";
import { toOrder } from "./toOrder";

@Resolver(() => OrderPayload)
export class OrderPriceResolver {
  @Directive('@requiresScopes(scopes: [["order:price"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      "Takes an amount off the price of an order that waits for its payment, idempotent by its key: split over its lines, taxed anew, due at once, and in its timeline. Never makes one dearer, the shipping fee included. One that is answered with its old total gets the new one in the background, unless it is being paid. Refusals: NOT_FOUND, INVALID_INPUT, INVALID_STATE, PRICE_CHANGED, LIMIT_REACHED, IDEMPOTENCY_KEY_REUSED.",
  })
  async changeOrderPrice(
    @Arg("input", { description: "Which order, how much and why." }) input: ChangeOrderPriceInput,
    @Ctx() context: OrderContext,
  ): Promise<OrderPayload> {
    const { orderId, expectedTotalMinor, discountMinor, reason, idempotencyKey } = input;
    const change = { orderId, expectedTotalMinor, discountMinor, reason, idempotencyKey };
    return { order: toOrder(await changeOrderPrice(context, change)) };
  }
}
