import { money, type MoneyValue } from "@micro-shop/common/money";
import type { ProductContext } from "../context";
import { readOffers, type OfferRow } from "../model/skus";

/** A SKU as other services price and sell it. */
export interface SkuOffer {
  readonly skuId: string;
  readonly productId: string;
  readonly categoryId: string;
  readonly code: string;
  readonly name: string;
  readonly unitPrice: MoneyValue;
  readonly available: number;
  readonly onSale: boolean;
}

/** The offers of SKUs in the order asked for; unknown ids are missing. */
export async function skuOffers(
  context: ProductContext,
  skuIds: readonly string[],
): Promise<readonly SkuOffer[]> {
  const ids = [...new Set(skuIds)];
  if (ids.length === 0) return [];
  const offers = new Map(
    (await readOffers(context.database.drizzle, ids)).map((row) => [row.skuId, offerOf(row)]),
  );
  return ids.flatMap((id) => offers.get(id) ?? []);
}

export function offerOf(row: OfferRow): SkuOffer {
  const choices = row.options.map((option) => option.value).join(" / ");
  return {
    skuId: row.skuId,
    productId: row.productId,
    categoryId: row.categoryId,
    code: row.code,
    name: choices === "" ? row.productName : `${row.productName} – ${choices}`,
    unitPrice: money(row.priceMinor, row.currency),
    available: row.available,
    onSale: row.status === "PUBLISHED",
  };
}
