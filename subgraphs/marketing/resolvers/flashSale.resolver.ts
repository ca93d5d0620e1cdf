import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Money, toMoney } from "@micro-shop/common/graphql/types/money.type";
import type { MarketingContext } from "../context";
import { flashSalesIn } from "../logic/shopWindow";
import type { FlashSaleItemRow, FlashSaleRow } from "../model/flashSales";
import { FlashSalePhase } from "../types/enums";
import { FlashSale, FlashSaleItem } from "../types/flashSale.type";
import { Sku } from "../types/shopWindow.type";

@Resolver()
export class FlashSaleResolver {
  @Directive("@listSize(assumedSize: 5)")
  @Query(() => [FlashSale], {
    description:
      "Flash sales of a phase, at most 50: the next to end, the next to start, or the last that ended first.",
  })
  flashSales(
    @Arg("phase", () => FlashSalePhase, { description: "Where they stand now." })
    phase: FlashSalePhase,
    @Ctx() context: MarketingContext,
  ): Promise<readonly FlashSaleRow[]> {
    return flashSalesIn(context, phase);
  }
}

@Resolver(() => FlashSaleItem)
export class FlashSaleItemFieldsResolver {
  @FieldResolver(() => Money, { description: "What a unit costs in the sale." })
  flashPrice(@Root() item: FlashSaleItemRow): Money {
    return toMoney({ amountMinor: item.flashPriceMinor, currency: item.currency });
  }

  @FieldResolver(() => Sku, { nullable: true, description: "What is sold." })
  sku(@Root() item: FlashSaleItemRow): Sku {
    return { id: item.skuId };
  }
}
