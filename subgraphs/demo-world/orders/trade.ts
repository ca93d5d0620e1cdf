import type { Catalogue } from "../catalogue/catalogue";
import { createIds } from "../core/ids";
import { type DemoRandom, createRandom } from "../core/random";
import { MINUTE_MS, after, before } from "../core/time";
import type { Campaigns } from "../marketing/campaigns";
import { type CouponBook, claimTime, createCouponBook } from "../marketing/couponBook";
import type { CouponOffer } from "../marketing/couponTemplates";
import type { FlashOfferItem } from "../marketing/flashOffers";
import type { People } from "../people/people";
import type { DemoCoupon, DemoFlashTicket } from "../types/marketing";
import type { DemoOrder } from "../types/orders";
import { type BasketLine, fillBasket, flashBasket } from "./basket";
import { createOrder } from "./order";
import type { OrderOutcome } from "./outcomes";
import { type OrderPlan, createOrderPlans } from "./plans";
import { demoShippingMethods, discountOf, priceOrder } from "./pricing";
import { settleCoupon, settleTicket } from "./settle";
import { createShopWindow } from "./shopWindow";

/** What people have bought, and the coupons and tickets they did it with. */
export interface Trade {
  /** Oldest first. */
  readonly orders: readonly DemoOrder[];
  readonly outcomes: ReadonlyMap<string, OrderOutcome>;
  readonly coupons: readonly DemoCoupon[];
  readonly tickets: readonly DemoFlashTicket[];
  /** Goes on handing out coupons within the same limits. */
  readonly couponBook: CouponBook;
}

export interface TradeSources {
  readonly now: Date;
  readonly seed: number;
  readonly people: People;
  readonly catalogue: Catalogue;
  readonly campaigns: Campaigns;
}

const TICKET_LIFE_MS = 15 * MINUTE_MS;

function flashItemOf({ flash }: OrderPlan, campaigns: Campaigns): FlashOfferItem | null {
  if (!flash) return null;
  const items = campaigns.flashSales.find((sale) => sale.phase === flash.phase)?.items ?? [];
  const item = items[flash.index % items.length];
  if (!item) throw new Error(`The demo has no ${flash.phase} flash sale.`);
  return item;
}

function couponOf(
  plan: OrderPlan,
  basket: readonly BasketLine[],
  book: CouponBook,
  random: DemoRandom,
): { coupon: DemoCoupon; offer: CouponOffer } | null {
  if (plan.coupon === null || plan.outcome === "REJECTED") return null;
  const fitting = book
    .claimable(plan.buyer.id, plan.placedAt)
    .filter((offer) => plan.coupon === "ANY" || offer.code === plan.coupon)
    .filter((offer) => discountOf(offer, basket) > 0);
  if (fitting.length === 0) return null;
  const offer = random.pick(fitting);
  const claimedAt = claimTime(offer, plan.placedAt, random);
  return { coupon: book.claim(offer, plan.buyer.id, claimedAt), offer };
}

/** Lets every planned order happen, oldest first. */
export function createTrade(sources: TradeSources): Trade {
  const { now, seed, people, catalogue, campaigns } = sources;
  const random = createRandom(seed, "orders");
  const newId = createIds(createRandom(seed, "order ids"));
  const couponBook = createCouponBook(
    campaigns.coupons,
    createIds(createRandom(seed, "coupon ids")),
  );
  const window = createShopWindow(catalogue, random);
  const outcomes = new Map<string, OrderOutcome>();
  const coupons: DemoCoupon[] = [];
  const tickets: DemoFlashTicket[] = [];

  const orders = createOrderPlans(now, random, people.buyers).map((plan, index) => {
    const item = flashItemOf(plan, campaigns);
    const wantedCoupon = campaigns.coupons.find((offer) => offer.code === plan.coupon) ?? null;
    const basket = item
      ? flashBasket(item, catalogue, random)
      : fillBasket(
          { at: plan.placedAt, lineCount: plan.lineCount, wantedCoupon },
          window,
          catalogue,
          random,
        );
    const ticket = item && takeTicket(item, plan, basket, index);
    const used = couponOf(plan, basket, couponBook, random);
    const shipping = random.chance(0.15) ? demoShippingMethods[1] : demoShippingMethods[0];
    const order = createOrder(
      {
        plan,
        sequence: index + 1,
        basket,
        price: priceOrder(basket, used?.offer ?? null, shipping),
        shippingMethod: shipping.code,
        coupon: used?.coupon ?? null,
        ticket,
      },
      { now, random, newId, people },
    );
    outcomes.set(order.id, plan.outcome);
    if (used) coupons.push(settleCoupon(used.coupon, order, now));
    if (ticket) tickets.push(settleTicket(ticket, order));
    return order;
  });
  return { orders, outcomes, coupons, tickets, couponBook };

  function takeTicket(
    item: FlashOfferItem,
    plan: OrderPlan,
    basket: readonly BasketLine[],
    index: number,
  ): DemoFlashTicket {
    const createdAt = before(plan.placedAt, MINUTE_MS);
    return {
      id: newId(createdAt),
      itemId: item.id,
      userId: plan.buyer.id,
      quantity: basket.reduce((units, line) => units + line.quantity, 0),
      idempotencyKey: `demo-ticket-${index + 1}`,
      status: "ADMITTED",
      orderId: null,
      createdAt,
      expiresAt: after(createdAt, TICKET_LIFE_MS),
    };
  }
}
