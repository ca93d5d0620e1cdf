import { Arg, Args, Ctx, Directive, Query, Resolver } from "type-graphql";
import type { MarketingContext } from "../context";
import { bannersAt, rankedProducts, recommendedProducts } from "../logic/shopWindow";
import type { BannerRow } from "../model/shopWindow";
import { BannerPlacement } from "../types/enums";
import { FirstArgs, RankingArgs } from "../types/listArgs.input";
import { Product } from "../types/product.type";
import { Banner } from "../types/shopWindow.type";
import { productStubs, type ProductStub } from "./productStubs";

@Resolver()
export class HomeResolver {
  @Directive("@listSize(assumedSize: 5)")
  @Query(() => [Banner], { description: "The banners to be shown now, in order; at most 20." })
  banners(
    @Arg("placement", () => BannerPlacement, { description: "Where they are shown." })
    placement: BannerPlacement,
    @Ctx() context: MarketingContext,
  ): Promise<readonly BannerRow[]> {
    return bannersAt(context, placement);
  }

  @Directive('@listSize(slicingArguments: ["first"])')
  @Query(() => [Product], {
    nullable: "items",
    description: "Products in the order of a ranking; null where one is not on sale any more.",
  })
  async ranking(
    @Args() args: RankingArgs,
    @Ctx() context: MarketingContext,
  ): Promise<readonly ProductStub[]> {
    return productStubs(await rankedProducts(context, args));
  }

  @Directive('@listSize(slicingArguments: ["first"])')
  @Query(() => [Product], {
    nullable: "items",
    description: "Popular products; null where one is not on sale any more.",
  })
  async recommendations(
    @Args() { first }: FirstArgs,
    @Ctx() context: MarketingContext,
  ): Promise<readonly ProductStub[]> {
    return productStubs(await recommendedProducts(context, first));
  }
}
