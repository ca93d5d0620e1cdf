import { Arg, Ctx, Directive, Mutation, Query, Resolver } from "type-graphql";
import { fault } from "@micro-shop/common/errors";
import type { MarketingContext } from "../context";
import { holdDiscounts } from "../logic/holdDiscounts";
import { orderDiscounts, type DiscountsQuestion } from "../logic/orderDiscounts";
import { releaseDiscounts } from "../logic/releaseDiscounts";
import { DiscountsInput, ReleaseDiscountsInput } from "../types/discounts.input";
import { OrderDiscounts, ReleaseDiscountsPayload } from "../types/discounts.type";

/** What the order subgraph asks for; clients never reach it. */
@Resolver()
export class DiscountsResolver {
  @Directive("@inaccessible")
  @Query(() => OrderDiscounts, {
    description: "What promotions and a coupon would take off now. Holds nothing.",
  })
  orderDiscounts(
    @Arg("input", { description: "What is to be discounted." }) input: DiscountsInput,
    @Ctx() context: MarketingContext,
  ): Promise<OrderDiscounts> {
    return orderDiscounts(context, questionOf(input));
  }

  @Directive("@inaccessible")
  @Mutation(() => OrderDiscounts, {
    description:
      "The same for an order that is being placed, and holds its coupon; needs order and buyer. Idempotent by the order.",
  })
  holdDiscounts(
    @Arg("input", { description: "The order." }) input: DiscountsInput,
    @Ctx() context: MarketingContext,
  ): Promise<OrderDiscounts> {
    const question = questionOf(input);
    const { orderId, userId } = question;
    if (orderId === null || userId === null) {
      return fault("BAD_REQUEST", "Discounts are held for an order and its buyer.");
    }
    return holdDiscounts(context, { ...question, orderId, userId });
  }

  @Directive("@inaccessible")
  @Mutation(() => ReleaseDiscountsPayload, {
    description:
      "Gives back the coupon that an unpaid order holds; a hold that comes later is refused. Idempotent by the order.",
  })
  releaseDiscounts(
    @Arg("input", { description: "The order." }) input: ReleaseDiscountsInput,
    @Ctx() context: MarketingContext,
  ): Promise<ReleaseDiscountsPayload> {
    return releaseDiscounts(context, input);
  }
}

function questionOf(input: DiscountsInput): DiscountsQuestion {
  return {
    orderId: input.orderId ?? null,
    userId: input.userId ?? null,
    couponId: input.couponId ?? null,
    currency: input.currency,
    lines: input.lines.map(({ skuId, productId, categoryId, quantity, unitPriceMinor }) => ({
      skuId,
      productId,
      categoryId: categoryId ?? null,
      quantity,
      unitPriceMinor,
    })),
  };
}
