import { Money, toMoney } from "@micro-shop/common/graphql/types/money.type";
import { Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { ProductContext } from "../context";
import type { ProductRow } from "../model/products";
import type { SkuRow } from "../model/skus";
import { Product } from "../types/product.type";
import { Sku } from "../types/sku.type";

@Resolver(() => Sku)
export class SkuResolver {
  @FieldResolver(() => Money, { description: "What a unit costs now." })
  price(@Root() sku: SkuRow): Money {
    return toMoney({ amountMinor: sku.priceMinor, currency: sku.currency });
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: "The price to compare with, never below the price; null when there is none.",
  })
  listPrice(@Root() sku: SkuRow): Money | null {
    if (sku.listPriceMinor === null) return null;
    return toMoney({ amountMinor: sku.listPriceMinor, currency: sku.currency });
  }

  @FieldResolver(() => Int, { description: "Units that can be bought now." })
  available(@Root() sku: SkuRow): number {
    return sku.onHand - sku.reserved;
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: "The product it is a variant of; null when the caller may not see it.",
  })
  product(@Root() sku: SkuRow, @Ctx() context: ProductContext): Promise<ProductRow | null> {
    return context.loaders.product.load(sku.productId);
  }
}
