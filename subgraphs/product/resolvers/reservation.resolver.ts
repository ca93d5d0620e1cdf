import { toMoney } from "@micro-shop/common/graphql/types/money.type";
import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from "type-graphql";
import type { ProductContext } from "../context";
import { releaseStock } from "../logic/releaseStock";
import { reserveStock } from "../logic/reserveStock";
import { skuOffers, type SkuOffer as Offer } from "../logic/skuOffers";
import { ReleaseStockInput, ReserveStockInput } from "../types/reservation.input";
import { ReleaseStockPayload, ReserveStockPayload, SkuOffer } from "../types/reservation.type";
import { SkuOffersArgs } from "../types/skuOffers.input";

/** What the order subgraph asks for; clients never reach it. */
@Resolver()
export class ReservationResolver {
  @Directive("@inaccessible")
  @Directive("@listSize(assumedSize: 5)")
  @Query(() => [SkuOffer], { description: "What SKUs are sold for now; unknown ones are missing." })
  async skuOffers(
    @Args() args: SkuOffersArgs,
    @Ctx() context: ProductContext,
  ): Promise<readonly SkuOffer[]> {
    return (await skuOffers(context, args.skuIds)).map(toOffer);
  }

  @Directive("@inaccessible")
  @Mutation(() => ReserveStockPayload, {
    description:
      "Holds units for an order, all or nothing, and answers the offers of that moment. Idempotent by the order.",
  })
  async reserveStock(
    @Arg("input", { description: "The order and its lines." }) input: ReserveStockInput,
    @Ctx() context: ProductContext,
  ): Promise<ReserveStockPayload> {
    const { offers, shortages } = await reserveStock(context, input);
    return { offers: offers.map(toOffer), shortages: [...shortages] };
  }

  @Directive("@inaccessible")
  @Mutation(() => ReleaseStockPayload, {
    description:
      "Gives back what an unpaid order holds; a reservation that comes later is refused. Idempotent by the order.",
  })
  releaseStock(
    @Arg("input", { description: "The order." }) input: ReleaseStockInput,
    @Ctx() context: ProductContext,
  ): Promise<ReleaseStockPayload> {
    return releaseStock(context, input);
  }
}

function toOffer(offer: Offer): SkuOffer {
  return { ...offer, unitPrice: toMoney(offer.unitPrice) };
}
