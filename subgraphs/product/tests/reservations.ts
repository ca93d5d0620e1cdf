import { newId } from "@micro-shop/common/ids";
import { orderService, type ProductFixture } from "./productFixture";

export interface Line {
  readonly skuId: string;
  readonly quantity: number;
}

export interface Reservation {
  readonly offers: readonly {
    readonly skuId: string;
    readonly name: string;
    readonly unitPrice: { readonly amountMinor: number };
    readonly available: number;
  }[];
  readonly shortages: readonly {
    readonly skuId: string;
    readonly available: number;
    readonly onSale: boolean;
  }[];
}

/** Calls the internal operations as the order service does. */
export function reservationsOf(shop: ProductFixture) {
  return {
    reserve: (lines: readonly Line[], orderId = newId()) =>
      shop.mutate<Reservation>(
        orderService,
        "reserveStock",
        "offers { skuId name unitPrice { amountMinor } available } shortages { skuId available onSale }",
        { orderId, expiresAt: new Date(Date.now() + 900_000).toISOString(), lines },
      ),
    release: async (orderId: string) => {
      const selection = "released";
      const payload = await shop.mutate<{ released: boolean }>(
        orderService,
        "releaseStock",
        selection,
        { orderId },
      );
      return payload.released;
    },
  };
}
