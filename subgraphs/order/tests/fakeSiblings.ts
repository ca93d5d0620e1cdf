import { Fault } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import type { DiscountQuestion, Discounts, Siblings, SkuOffer } from "../clients/siblings";
import type { OrderAddress } from "../model/tables";
import { createFakePay, type FakePayment } from "./fakePay";

export type SiblingCall =
  | "addressSnapshot"
  | "skuOffers"
  | "reserveStock"
  | "releaseStock"
  | "orderDiscounts"
  | "holdDiscounts"
  | "releaseDiscounts"
  | "createPayment"
  | "closePayment"
  | "changeAmountDue"
  | "refundOrder";

/** Carries out the effect of a call, unless what was set for it keeps it from that. */
export type Intercepted = <Result>(call: SiblingCall, effect: () => Result) => Promise<Result>;

type Interception = () => Promise<void> | void;

/** The other services in memory: as idempotent as the real ones, and stoppable at every call. */
export interface FakeSiblings extends Siblings {
  /** Calls in order. */
  readonly calls: SiblingCall[];
  /** Puts a SKU on sale and answers its id. */
  sell(offer?: Partial<SkuOffer>): string;
  /** Changes what is offered of a SKU. */
  change(skuId: string, changes: Partial<SkuOffer>): void;
  /** How much of the SKU is reserved for live orders. */
  reserved(skuId: string): number;
  /** Gives a user an address and answers its id. */
  addAddress(userId: string, changes?: Partial<OrderAddress>): string;
  /** Gives a user a coupon of that value and answers its id. */
  addCoupon(userId: string, valueMinor: number): string;
  /** Begins or ends a promotion that waives shipping fees. */
  shipFree(isFree: boolean): void;
  /** The order that holds the coupon. */
  couponHolder(couponId: string): string | null;
  /** The payment of the order as pay sees it. */
  payment(orderId: string): FakePayment | null;
  /** Runs before the next calls of this kind, in order; throwing makes the call fail. */
  before(call: SiblingCall, ...interceptions: Interception[]): void;
  /** Runs after the effect and before the answer of the next calls of this kind; throwing loses the answer. */
  after(call: SiblingCall, ...interceptions: Interception[]): void;
  /** Lets every call of this kind fail, before its effect or after it, until it is repaired by what is answered. */
  breakDown(call: SiblingCall, when?: "before" | "after"): () => void;
  /** Captures the payment of an order; false when it cannot be paid any more. */
  capture(orderId: string): boolean;
}

export function unavailable(): never {
  throw new Fault("UNAVAILABLE");
}

export function createFakeSiblings(): FakeSiblings {
  const calls: SiblingCall[] = [];
  const interceptions = {
    before: new Map<SiblingCall, Interception[]>(),
    after: new Map<SiblingCall, Interception[]>(),
  };
  const broken = { before: new Set<SiblingCall>(), after: new Set<SiblingCall>() };
  const offers = new Map<string, SkuOffer>();
  const reservations = new Map<string, ReadonlyMap<string, number> | "released">();
  const addresses = new Map<string, OrderAddress>();
  const coupons = new Map<string, { userId: string; valueMinor: number; orderId: string | null }>();

  const reserved = (skuId: string): number =>
    [...reservations.values()].reduce(
      (sum, lines) => sum + (lines === "released" ? 0 : (lines.get(skuId) ?? 0)),
      0,
    );
  const offerOf = (skuId: string): SkuOffer[] => {
    const offer = offers.get(skuId);
    return offer ? [{ ...offer, available: offer.available - reserved(skuId) }] : [];
  };
  let freeShipping = false;
  const discountsFor = (question: DiscountQuestion, orderId: string | null): Discounts => {
    const none = { lines: [], couponRefusal: null, freeShipping };
    if (question.couponId === null) return none;
    const coupon = coupons.get(question.couponId);
    if (!coupon || coupon.userId !== question.userId)
      return { ...none, couponRefusal: "NOT_FOUND" };
    if (coupon.orderId !== null && coupon.orderId !== orderId) {
      return { ...none, couponRefusal: "IN_USE" };
    }
    const [first] = question.lines;
    if (!first) return none;
    return { ...none, lines: [{ skuId: first.skuId, amountMinor: coupon.valueMinor }] };
  };

  async function intercepted<Result>(call: SiblingCall, effect: () => Result): Promise<Result> {
    calls.push(call);
    await interceptions.before.get(call)?.shift()?.();
    if (broken.before.has(call)) throw new Fault("BAD_REQUEST");
    const result = effect();
    await interceptions.after.get(call)?.shift()?.();
    if (broken.after.has(call)) throw new Fault("INTERNAL");
    return result;
  }

  const paying = createFakePay(intercepted);

  return {
    calls,
    reserved,
    sell(offer = {}) {
      const skuId = newId();
      offers.set(skuId, {
        skuId,
        productId: newId(),
        categoryId: null,
        code: `CODE-${offers.size}`,
        name: "A lamp – red",
        unitPrice: { amountMinor: 1_000, currency: "USD" },
        available: 100,
        onSale: true,
        ...offer,
      });
      return skuId;
    },
    change(skuId, changes) {
      const offer = offers.get(skuId);
      if (offer) offers.set(skuId, { ...offer, ...changes });
    },
    addAddress(userId, changes = {}) {
      const addressId = newId();
      addresses.set(`${userId}/${addressId}`, {
        recipient: "Ada",
        phone: "+1 555 0100",
        country: "US",
        region: "OR",
        city: "Portland",
        line1: "1 Main St",
        line2: null,
        postalCode: "97201",
        ...changes,
      });
      return addressId;
    },
    shipFree(isFree) {
      freeShipping = isFree;
    },
    addCoupon(userId, valueMinor) {
      const couponId = newId();
      coupons.set(couponId, { userId, valueMinor, orderId: null });
      return couponId;
    },
    couponHolder: (couponId) => coupons.get(couponId)?.orderId ?? null,
    payment: paying.payment,
    before: (call, ...added) =>
      void interceptions.before.set(call, [...(interceptions.before.get(call) ?? []), ...added]),
    after: (call, ...added) =>
      void interceptions.after.set(call, [...(interceptions.after.get(call) ?? []), ...added]),
    breakDown(call, when = "before") {
      broken[when].add(call);
      return () => void broken[when].delete(call);
    },
    capture: paying.capture,

    user: {
      addressSnapshot: (_scope, { userId, addressId }) =>
        intercepted("addressSnapshot", () => addresses.get(`${userId}/${addressId}`) ?? null),
    },
    product: {
      skuOffers: (_scope, skuIds) => intercepted("skuOffers", () => skuIds.flatMap(offerOf)),
      reserveStock: (_scope, { orderId, lines }) =>
        intercepted("reserveStock", () => {
          const before = reservations.get(orderId);
          if (before === "released") throw new Fault("INTERNAL", "released before");
          const shortages = before
            ? []
            : lines.flatMap(({ skuId, quantity }) => {
                const [offer] = offerOf(skuId);
                if (!offer?.onSale) return [{ skuId, available: 0, onSale: false }];
                const { available, onSale } = offer;
                return available < quantity ? [{ skuId, available, onSale }] : [];
              });
          if (shortages.length > 0) return { offers: [], shortages };
          reservations.set(
            orderId,
            before ?? new Map(lines.map(({ skuId, quantity }) => [skuId, quantity])),
          );
          return { offers: lines.flatMap(({ skuId }) => offerOf(skuId)), shortages };
        }),
      releaseStock: (_scope, orderId) =>
        intercepted("releaseStock", () => void reservations.set(orderId, "released")),
    },
    marketing: {
      orderDiscounts: (_scope, question) =>
        intercepted("orderDiscounts", () => discountsFor(question, null)),
      holdDiscounts: (_scope, question) =>
        intercepted("holdDiscounts", () => {
          const discounts = discountsFor(question, question.orderId);
          const coupon = coupons.get(question.couponId ?? "");
          if (coupon && discounts.couponRefusal === null) coupon.orderId = question.orderId;
          return discounts;
        }),
      releaseDiscounts: (_scope, orderId) =>
        intercepted("releaseDiscounts", () => {
          for (const coupon of coupons.values()) {
            if (coupon.orderId === orderId) coupon.orderId = null;
          }
        }),
    },
    pay: paying.pay,
  };
}
