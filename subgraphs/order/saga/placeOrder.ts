import { Refusals } from "@micro-shop/common/errors";
import type {
  LocalStep,
  PivotStep,
  RemoteStep,
  SagaDefinition,
} from "@micro-shop/common/messaging/saga";
import { money } from "@micro-shop/common/money";
import type { Discounts, Siblings, SkuOffer } from "../clients/siblings";
import type { OrderFeed } from "../logic/orderFeed";
import {
  addressRefusal,
  couponRefusal,
  mixedCurrenciesRefusal,
  priceChangedRefusal,
  shortageRefusal,
  tooDearRefusal,
} from "../logic/orderRefusals";
import {
  commonCurrency,
  goodsMinor,
  linesToDiscount,
  matchOffers,
  priceOffers,
  type OfferedLine,
} from "../logic/priceOffers";
import type { OrderPrice } from "../logic/pricing";
import { findShippingMethod } from "../logic/shippingMethods";
import type { WantedLine } from "../logic/wantedLines";
import type { OrderedCartLine } from "../model/carts";
import type { OrderAddress } from "../model/tables";
import { MAX_TOTAL_MINOR } from "../types/limits";
import { publishOrder, rejectOrder } from "./settleOrder";

/** As long as it is tried to place an order before it is given up and undone. */
const DEADLINE_MS = 30_000;

/** What placing an order begins with, and what its steps add. Plain JSON. */
export interface PlaceOrderData {
  readonly userId: string;
  readonly addressId: string;
  readonly lines: readonly WantedLine[];
  readonly cartLines: readonly OrderedCartLine[];
  readonly shippingMethod: string;
  readonly couponId: string | null;
  readonly expectedTotalMinor: number | null;
  /** RFC 3339. */
  readonly expiresAt: string;

  readonly address?: OrderAddress;
  readonly offers?: readonly SkuOffer[];
  readonly discounts?: Discounts;
  readonly price?: OrderPrice;
  readonly paymentId?: string;
}

export interface PlaceOrderTools {
  readonly siblings: Siblings;
  readonly feed: Pick<OrderFeed, "wake">;
}

/**
 * Placing an order across the services. The order's id is the saga's. Until the payment is known to exist a refusal, or
 * the deadline, undoes all of it, the payment first; when that is being paid already, or known, the order is placed.
 */
export function placeOrderSaga({
  siblings,
  feed,
}: PlaceOrderTools): SagaDefinition<PlaceOrderData> {
  return {
    kind: "placeOrder",
    deadlineMs: DEADLINE_MS,
    steps: [
      snapshotAddress(siblings),
      reserveStock(siblings),
      holdDiscounts(siblings),
      fixTotals,
      createPayment(siblings),
      publish(feed),
    ],
    onUndone: (transaction, { id }, refusal) => rejectOrder(transaction, feed, id, refusal),
  };
}

type Step = RemoteStep<PlaceOrderData>;

const snapshotAddress = ({ user }: Siblings): Step => ({
  kind: "remote",
  name: "snapshotAddress",
  async forward(call, { userId, addressId }) {
    const address = await user.addressSnapshot(call, { userId, addressId });
    if (!address) throw addressRefusal();
    return { address };
  },
});

const reserveStock = ({ product }: Siblings): Step => ({
  kind: "remote",
  name: "reserveStock",
  async forward(call, { lines, expiresAt }) {
    const { offers, shortages } = await product.reserveStock(call, {
      orderId: call.sagaId,
      expiresAt: new Date(expiresAt),
      lines: lines.map(({ skuId, quantity }) => ({ skuId, quantity })),
    });
    if (shortages.length === 0) return { offers };
    const indexes = new Map(lines.map((line) => [line.skuId, line.inputIndex]));
    throw new Refusals(
      shortages.map((shortage) =>
        shortageRefusal({ ...shortage, inputIndex: indexes.get(shortage.skuId) ?? null }),
      ),
    );
  },
  compensate: (call) => product.releaseStock(call, call.sagaId),
});

const holdDiscounts = ({ marketing }: Siblings): Step => ({
  kind: "remote",
  name: "holdDiscounts",
  async forward(call, data) {
    const lines = offeredLines(data);
    const currency = commonCurrency(lines);
    if (currency === null) throw mixedCurrenciesRefusal();
    if (goodsMinor(lines) > MAX_TOTAL_MINOR) throw tooDearRefusal(currency);
    const discounts = await marketing.holdDiscounts(call, {
      orderId: call.sagaId,
      userId: data.userId,
      couponId: data.couponId,
      currency,
      lines: linesToDiscount(lines),
    });
    if (discounts.couponRefusal !== null) throw couponRefusal(discounts.couponRefusal);
    return { discounts };
  },
  compensate: (call) => marketing.releaseDiscounts(call, call.sagaId),
});

/** Calls nobody; a step of its own, so that a changed price undoes everything before it. */
const fixTotals: Step = {
  kind: "remote",
  name: "fixTotals",
  async forward(_call, data) {
    const lines = offeredLines(data);
    const currency = commonCurrency(lines);
    const shippingMethod = findShippingMethod(data.shippingMethod);
    if (currency === null || !shippingMethod) throw new Error("The order cannot be priced.");
    const price = priceOffers({
      currency,
      lines,
      discounts: made(data.discounts),
      shippingMethod,
      destination: made(data.address),
    });
    if (price.totalMinor > MAX_TOTAL_MINOR) throw tooDearRefusal(currency);
    const { expectedTotalMinor } = data;
    if (expectedTotalMinor !== null && expectedTotalMinor !== price.totalMinor) {
      throw priceChangedRefusal(
        money(expectedTotalMinor, currency),
        money(price.totalMinor, currency),
      );
    }
    return { price };
  },
};

const createPayment = ({ pay }: Siblings): PivotStep<PlaceOrderData> => ({
  kind: "pivot",
  name: "createPayment",
  async forward(call, data) {
    const { currency, totalMinor } = made(data.price);
    const paymentId = await pay.createPayment(call, {
      orderId: call.sagaId,
      buyerId: data.userId,
      amountMinor: totalMinor,
      currency,
      expiresAt: new Date(data.expiresAt),
    });
    return { paymentId };
  },
  async compensate(call) {
    const outcome = await pay.closePayment(call, { orderId: call.sagaId, voidAuthorized: false });
    // Somebody who learnt the order's id from an answer PENDING pays, or has paid: then there is an order.
    return outcome === "CLOSED" ? "UNDONE" : "TOO_LATE";
  },
});

const publish = (feed: Pick<OrderFeed, "wake">): LocalStep<PlaceOrderData> => ({
  kind: "local",
  name: "publish",
  forward: (transaction, { id, data }) => publishOrder(transaction, feed, id, placedOrder(data)),
});

/** What is known of an order once all services have answered. */
export interface PlacedOrder {
  readonly address: OrderAddress;
  readonly lines: readonly OfferedLine[];
  readonly cartLines: readonly OrderedCartLine[];
  readonly price: OrderPrice;
  readonly couponId: string | null;
  readonly paymentId: string;
}

/** Throws while a step is missing. */
export function placedOrder(data: PlaceOrderData): PlacedOrder {
  return {
    address: made(data.address),
    lines: offeredLines(data),
    cartLines: data.cartLines,
    price: made(data.price),
    couponId: data.couponId,
    paymentId: made(data.paymentId),
  };
}

function offeredLines(data: PlaceOrderData): OfferedLine[] {
  const lines = matchOffers(data.lines, made(data.offers));
  if (lines.length < data.lines.length) throw new Error("Reserved stock came without its offer.");
  return lines;
}

function made<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("A step of the saga is missing.");
  return value;
}
