import { Ctx, Directive, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Money, toMoney } from "@micro-shop/common/graphql/types/money.type";
import type { MarketingContext } from "../context";
import {
  isShown,
  promotionalPrice,
  promotionsOfProduct,
  type ProductReference,
} from "../logic/productOffers";
import type { FlashSaleRow } from "../model/flashSales";
import type { PromotionRow } from "../model/promotions";
import { FlashSale } from "../types/flashSale.type";
import { Product } from "../types/product.type";
import { Promotion } from "../types/shopWindow.type";

/** What marketing knows of a product. */
@Resolver(() => Product)
export class ProductFieldsResolver {
  @Directive('@requires(fields: "slug")')
  @FieldResolver(() => FlashSale, {
    nullable: true,
    description:
      "The running flash sale it is in, the next to end when there are several; null of a product that is not shown.",
  })
  async flashSale(
    @Root() product: ProductReference,
    @Ctx() context: MarketingContext,
  ): Promise<FlashSaleRow | null> {
    if (!isShown(product)) return null;
    const found = await context.loaders.runningSale.load(product.id);
    return found?.sale ?? null;
  }

  @Directive('@requires(fields: "slug category { id }")')
  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Promotion], {
    nullable: true,
    description: "The running promotions it is in, in the order they are applied.",
  })
  async promotions(
    @Root() product: ProductReference,
    @Ctx() context: MarketingContext,
  ): Promise<readonly PromotionRow[] | null> {
    return isShown(product) ? promotionsOfProduct(context, product) : null;
  }

  @Directive('@requires(fields: "slug price { amountMinor currency } category { id }")')
  @FieldResolver(() => Money, {
    nullable: true,
    description:
      "What its price comes to by promotions; null when none lowers it. For display: a quote asks product for prices.",
  })
  async promotionalPrice(
    @Root() product: ProductReference,
    @Ctx() context: MarketingContext,
  ): Promise<Money | null> {
    if (!isShown(product)) return null;
    const price = await promotionalPrice(context, product);
    return price && toMoney(price);
  }

  @Directive('@requires(fields: "slug")')
  @FieldResolver(() => Int, {
    nullable: true,
    description: "Its place among the products most sold of late, from 1; null when it has none.",
  })
  async rank(
    @Root() product: ProductReference,
    @Ctx() context: MarketingContext,
  ): Promise<number | null> {
    if (!isShown(product)) return null;
    const found = await context.loaders.hotPosition.load(product.id);
    return found?.position ?? null;
  }
}
