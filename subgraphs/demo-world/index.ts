export { DEMO_SEED, type DemoWorld, createDemoWorld } from "./world";
export { DEMO_PASSWORD } from "./people/users";
export { type DemoUserSlice, demoUsers } from "./slices/user";
export { type DemoProductSlice, demoProducts } from "./slices/product";
export { type DemoOrderSlice, demoOrders } from "./slices/order";
export { type DemoPaymentSlice, demoPayments } from "./slices/pay";
export { type DemoMarketingSlice, demoMarketing } from "./slices/marketing";
export type {
  DemoAddress,
  DemoFavorite,
  DemoPostalAddress,
  DemoRole,
  DemoUser,
} from "./types/people";
export type {
  DemoAttribute,
  DemoCategory,
  DemoMedia,
  DemoOption,
  DemoProduct,
  DemoSku,
} from "./types/catalogue";
export type { DemoReservation, DemoStockLevel, DemoStockMovement } from "./types/stock";
export type { DemoRating, DemoReview, DemoReviewReply } from "./types/reviews";
export type {
  DemoCancellationRequest,
  DemoOrder,
  DemoOrderEvent,
  DemoOrderLine,
  DemoOrderStatus,
  DemoShipment,
  DemoShippingMethod,
} from "./types/orders";
export type {
  DemoLedgerEntry,
  DemoPayment,
  DemoPaymentAttempt,
  DemoPaymentEvent,
  DemoRefund,
} from "./types/payments";
export type {
  DemoBanner,
  DemoCoupon,
  DemoCouponTemplate,
  DemoFlashSale,
  DemoFlashSaleItem,
  DemoFlashTicket,
  DemoPromotion,
  DemoRanking,
} from "./types/marketing";
