export { seeds } from "@micro-shop/common/database/seedOnce";
export { barrier, inbox } from "@micro-shop/common/messaging/tables";
export { couponClaims, coupons, couponTemplates } from "./tables/coupons";
export { flashSaleItems, flashSales, flashTickets } from "./tables/flashSales";
export { banners, promotions, rankings, type PromotionRule } from "./tables/shopWindow";
