import type { CallOptions, Client } from "../client";
import {
  ClaimCouponDocument,
  CouponTemplatesDocument,
  FlashSalesDocument,
  HomeDocument,
  MyCouponsDocument,
  type ClaimCouponInput,
  type CouponStatus,
  type FlashSalePhase,
} from "../generated/operations";
import { present } from "./present";

/** Coupons, flash sales and what the home page shows. */
export function createMarketingRoom(client: Client) {
  return {
    /** The coupons that can be claimed now. */
    async couponTemplates(options?: CallOptions) {
      const { couponTemplates } = await client.request(CouponTemplatesDocument, {}, options);
      return couponTemplates;
    },

    async claimCoupon(input: ClaimCouponInput, options?: CallOptions) {
      const { claimCoupon } = await client.request(ClaimCouponDocument, { input }, options);
      return present(claimCoupon);
    },

    /** One's own coupons, all or those of one status. */
    async myCoupons(status?: CouponStatus, options?: CallOptions) {
      const { myCoupons } = await client.request(MyCouponsDocument, { status }, options);
      return present(myCoupons);
    },

    async flashSales(phase: FlashSalePhase, options?: CallOptions) {
      const { flashSales } = await client.request(FlashSalesDocument, { phase }, options);
      return flashSales;
    },

    /** Banners, rankings and recommendations in one request. */
    async home(options?: CallOptions) {
      return client.request(HomeDocument, {}, options);
    },
  };
}
