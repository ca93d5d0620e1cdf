import { refusalsIn, toUserError } from "@micro-shop/common/graphql/refusals";
import { toMoney } from "@micro-shop/common/graphql/types/money.type";
import { Arg, Ctx, Query, Resolver, UseMiddleware, type MiddlewareFn } from "type-graphql";
import type { OrderContext } from "../context";
import { quote, refusedQuote, type QuoteAnswer } from "../logic/quote";
import { QuoteInput } from "../types/order.input";
import { Quote } from "../types/quote.type";

/** Refusals of the question itself, invalid input included, are in `userErrors` like those of what it asks for. */
const answerRefusals: MiddlewareFn<OrderContext> = async (_data, next): Promise<unknown> => {
  try {
    return await next();
  } catch (error) {
    const refusals = refusalsIn(error);
    if (!refusals) throw error;
    return toQuote(refusedQuote(refusals));
  }
};

@Resolver(() => Quote)
export class QuoteResolver {
  @Query(() => Quote, {
    nullable: true,
    description:
      "What an order would cost now. Refusals an order would meet are in its `userErrors`; so are those of the input, with nothing else in the quote then.",
  })
  @UseMiddleware(answerRefusals)
  async quote(
    @Arg("input", { description: "What to work out." }) input: QuoteInput,
    @Ctx() context: OrderContext,
  ): Promise<Quote> {
    return toQuote(
      await quote(context, {
        lines: input.lines ?? null,
        cartToken: input.cartToken ?? null,
        addressId: input.addressId ?? null,
        shippingMethod: input.shippingMethod ?? null,
        couponId: input.couponId ?? null,
      }),
    );
  }
}

function toQuote(answer: QuoteAnswer): Quote {
  return {
    lines: answer.lines.map(({ skuId, quantity, unitPrice, discount, available }) => ({
      sku: unitPrice && { id: skuId },
      quantity,
      unitPrice: unitPrice && toMoney(unitPrice),
      discount: toMoney(discount),
      available,
    })),
    items: toMoney(answer.items),
    discount: toMoney(answer.discount),
    shipping: toMoney(answer.shipping),
    tax: toMoney(answer.tax),
    total: answer.total && toMoney(answer.total),
    shippingMethods: answer.shippingMethods.map((method) => ({
      ...method,
      fee: toMoney(method.fee),
    })),
    userErrors: answer.refusals.map(toUserError),
  };
}
