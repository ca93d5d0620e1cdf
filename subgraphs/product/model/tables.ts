/** All tables of the product database; migrations are generated from this list. */
export { seeds } from "@micro-shop/common/database/seedOnce";
export { barrier, idempotency, inbox } from "@micro-shop/common/messaging/tables";
export { category, product, productAttribute, productMedia, sku } from "./tables/catalogue";
export { review, reviewReply } from "./tables/reviews";
export { skuStock, stockMovement, stockReservation } from "./tables/stock";
