import type { Catalogue } from "../catalogue/catalogue";
import { type IdMaker, createIds } from "../core/ids";
import { type DemoRandom, createRandom } from "../core/random";
import type { Campaigns } from "../marketing/campaigns";
import { type CouponBook, createCouponBook } from "../marketing/couponBook";
import type { CouponOffer } from "../marketing/couponTemplates";
import type { People } from "../people/people";
import type { DemoCoupon, DemoFlashTicket } from "../types/marketing";
import type { DemoOrder } from "../types/orders";
import { type BasketLine, fillBasket, flashBasket } from "./basket";
import { createOrder } from "./order";
import type { OrderOutcome } from "./outcomes";
import { type OrderPlan, createOrderPlans } from "./plans";
import { demoShippingMethods, priceOrder } from "./pricing";
import { settleCoupon, settleTicket } from "./settle";
import { type ShopWindow, createShopWindow } from "./shopWindow";
import { claimCouponFor, flashItemOf, takeTicket } from "./takings";

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

/** What all orders are made with. */
interface Counter extends TradeSources {
  readonly random: DemoRandom;
  readonly newId: IdMaker;
  readonly window: ShopWindow;
  readonly couponBook: CouponBook;
}

interface Purchase {
  readonly outcome: OrderOutcome;
  readonly order: DemoOrder;
  readonly coupon: DemoCoupon | null;
  readonly ticket: DemoFlashTicket | null;
}

const offerByCode = (code: string | null, campaigns: Campaigns): CouponOffer | null =>
  campaigns.coupons.find((offer) => offer.code === code) ?? null;

/** Lets one planned order happen; `sequence` counts all orders from 1. */
function buy(plan: OrderPlan, sequence: number, counter: Counter): Purchase {
  const { now, people, catalogue, campaigns, random, newId, window, couponBook } = counter;
  const item = flashItemOf(plan, campaigns);
  const wantedCoupon = offerByCode(plan.coupon, campaigns);
  const basket: readonly BasketLine[] = item
    ? flashBasket(item, catalogue, random)
    : fillBasket(
        { at: plan.placedAt, lineCount: plan.lineCount, wantedCoupon },
        window,
        catalogue,
        random,
      );
  const ticket = item && takeTicket({ item, plan, basket, sequence }, newId);
  const claim = claimCouponFor(plan, basket, couponBook, random);
  const shipping = demoShippingMethods[random.chance(0.15) ? 1 : 0];
  const order = createOrder(
    {
      plan,
      sequence,
      basket,
      price: priceOrder(basket, claim?.offer ?? null, shipping),
      shippingMethod: shipping.code,
      coupon: claim?.coupon ?? null,
      ticket,
    },
    { now, random, newId, people },
  );
  return {
    outcome: plan.outcome,
    order,
    coupon: claim && settleCoupon(claim.coupon, order, now),
    ticket: ticket && settleTicket(ticket, order),
  };
}

/** Lets every planned order happen, oldest first. */
export function createTrade(sources: TradeSources): Trade {
  const { now, seed, people, catalogue, campaigns } = sources;
  const random = createRandom(seed, "orders");
  const couponIds = createIds(createRandom(seed, "coupon ids"));
  const counter: Counter = {
    ...sources,
    random,
    newId: createIds(createRandom(seed, "order ids")),
    window: createShopWindow(catalogue, random),
    couponBook: createCouponBook(campaigns.coupons, couponIds),
  };
  const purchases = createOrderPlans(now, random, people.buyers).map((plan, index) =>
    buy(plan, index + 1, counter),
  );
  return {
    orders: purchases.map(({ order }) => order),
    outcomes: new Map(purchases.map(({ order, outcome }) => [order.id, outcome])),
    coupons: purchases.flatMap(({ coupon }) => coupon ?? []),
    tickets: purchases.flatMap(({ ticket }) => ticket ?? []),
    couponBook: counter.couponBook,
  };
}
