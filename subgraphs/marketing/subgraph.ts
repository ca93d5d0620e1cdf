import { mayRead } from "@micro-shop/common/graphql/guards";
import { buildSubgraph, type Subgraph } from "@micro-shop/common/graphql/subgraph";
import { DeliverEventsResolver } from "@micro-shop/common/messaging/deliverEvents.resolver";
import type { MarketingContext } from "./context";
import { CouponResolver } from "./resolvers/coupon.resolver";
import {
  CouponFieldsResolver,
  CouponTemplateFieldsResolver,
  STAFF_SCOPE,
  UserCouponsResolver,
} from "./resolvers/couponFields.resolver";
import { DiscountsResolver } from "./resolvers/discounts.resolver";
import { FlashSaleItemFieldsResolver, FlashSaleResolver } from "./resolvers/flashSale.resolver";
import { HomeResolver } from "./resolvers/home.resolver";
import { ProductFieldsResolver } from "./resolvers/productFields.resolver";
import { User } from "./types/user.type";

/** The executable subgraph with its SDL. Needs no database. */
export function createMarketingSubgraph(): Subgraph {
  return buildSubgraph<MarketingContext>({
    name: "marketing",
    resolvers: [
      CouponResolver,
      CouponTemplateFieldsResolver,
      CouponFieldsResolver,
      UserCouponsResolver,
      FlashSaleResolver,
      FlashSaleItemFieldsResolver,
      ProductFieldsResolver,
      HomeResolver,
      DiscountsResolver,
      DeliverEventsResolver,
    ],
    orphanedTypes: [User],
    references: {
      Coupon: async ({ id }, context) => {
        const coupon = await context.loaders.coupon.load(id);
        return coupon && mayRead(context.caller, coupon.userId, STAFF_SCOPE) ? coupon : null;
      },
      CouponTemplate: ({ id }, context) => context.loaders.template.load(id),
      FlashSale: ({ id }, context) => context.loaders.flashSale.load(id),
      FlashSaleItem: ({ id }, context) => context.loaders.flashSaleItem.load(id),
      // Whether there is such a product or user only their own subgraph knows. The copy keeps what `@requires` fetched.
      Product: (product) => ({ ...product }),
      User: ({ id }) => ({ id }),
    },
    // Directives of enums have no place in classes.
    extraSdl: "extend enum CouponRefusal @inaccessible",
  });
}
