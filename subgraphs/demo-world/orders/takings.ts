import type { IdMaker } from "../core/ids";
import type { DemoRandom } from "../core/random";
import { MINUTE_MS, after, before } from "../core/time";
import type { Campaigns } from "../marketing/campaigns";
import { type CouponBook, claimTime } from "../marketing/couponBook";
import type { CouponOffer } from "../marketing/couponTemplates";
import type { FlashOfferItem } from "../marketing/flashOffers";
import type { DemoCoupon, DemoFlashTicket } from "../types/marketing";
import type { BasketLine } from "./basket";
import { ANY_COUPON, type OrderPlan } from "./plans";
import { discountOf } from "./pricing";

const TICKET_LIFE_MS = 15 * MINUTE_MS;

/** The flash sale item an order is for, or null for an order of the shop. */
export function flashItemOf({ flash }: OrderPlan, campaigns: Campaigns): FlashOfferItem | null {
  if (!flash) return null;
  const items = campaigns.flashSales.find((sale) => sale.phase === flash.phase)?.items ?? [];
  const item = items[flash.index % items.length];
  if (!item) throw new Error(`The demo has no ${flash.phase} flash sale.`);
  return item;
}

export interface TicketRequest {
  readonly item: FlashOfferItem;
  readonly plan: OrderPlan;
  readonly basket: readonly BasketLine[];
  /** The number of the order it is for. */
  readonly sequence: number;
}

/** The ticket that the buyer got a minute before the order. */
export function takeTicket(
  { item, plan, basket, sequence }: TicketRequest,
  newId: IdMaker,
): DemoFlashTicket {
  const createdAt = before(plan.placedAt, MINUTE_MS);
  return {
    id: newId(createdAt),
    itemId: item.id,
    userId: plan.buyer.id,
    quantity: basket.reduce((units, line) => units + line.quantity, 0),
    idempotencyKey: `demo-ticket-${sequence}`,
    status: "ADMITTED",
    orderId: null,
    createdAt,
    expiresAt: after(createdAt, TICKET_LIFE_MS),
  };
}

/** The coupon of an order, claimed before it, when the plan asks for one and one fits; a refused order has none. */
export function claimCouponFor(
  plan: OrderPlan,
  basket: readonly BasketLine[],
  book: CouponBook,
  random: DemoRandom,
): { coupon: DemoCoupon; offer: CouponOffer } | null {
  if (plan.coupon === null || plan.outcome === "REJECTED") return null;
  const fitting = book
    .claimable(plan.buyer.id, plan.placedAt)
    .filter((offer) => plan.coupon === ANY_COUPON || offer.code === plan.coupon)
    .filter((offer) => discountOf(offer, basket) > 0);
  if (fitting.length === 0) return null;
  const offer = random.pick(fitting);
  const claimedAt = claimTime(offer, plan.placedAt, random);
  return { coupon: book.claim(offer, plan.buyer.id, claimedAt), offer };
}
