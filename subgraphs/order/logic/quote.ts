import type { Refusal } from "@micro-shop/common/errors";
import { money, type Currency, type MoneyValue } from "@micro-shop/common/money";
import type { Discounts, StockLine } from "../clients/siblings";
import type { OrderContext } from "../context";
import type { OrderAddress } from "../model/tables";
import { MAX_TOTAL_MINOR } from "../types/limits";
import { cartOwner } from "./cart";
import {
  addressRefusal,
  couponRefusal,
  emptyOrderRefusal,
  mixedCurrenciesRefusal,
  shippingMethodRefusal,
  shortageRefusal,
  tooDearRefusal,
  type ShortLine,
} from "./orderRefusals";
import {
  commonCurrency,
  goodsMinor,
  linesToDiscount,
  matchOffers,
  priceOffers,
  type OfferedLine,
} from "./priceOffers";
import type { OrderPrice } from "./pricing";
import { findShippingMethod, shippingFeeMinor, shippingMethods } from "./shippingMethods";
import { findWantedLines, type WantedLine } from "./wantedLines";

const NO_DISCOUNTS: Discounts = { lines: [], couponRefusal: null, freeShipping: false };

export interface QuoteQuestion {
  readonly lines: readonly StockLine[] | null;
  readonly cartToken: string | null;
  readonly addressId: string | null;
  readonly shippingMethod: string | null;
  readonly couponId: string | null;
}

export interface QuotedLine {
  readonly skuId: string;
  readonly quantity: number;
  /** Null while the SKU is not on sale. */
  readonly unitPrice: MoneyValue | null;
  readonly discount: MoneyValue;
  readonly available: boolean;
}

export interface QuoteAnswer {
  readonly lines: readonly QuotedLine[];
  readonly items: MoneyValue;
  readonly discount: MoneyValue;
  readonly shipping: MoneyValue;
  readonly tax: MoneyValue;
  /** Null where no line could be priced: such an order has no price, least of all none. */
  readonly total: MoneyValue | null;
  readonly shippingMethods: readonly { code: string; name: string; fee: MoneyValue }[];
  /** Why an order like this would be refused now. */
  readonly refusals: readonly Refusal[];
}

/** The quote of a question that makes no sense: nothing but why. */
export function refusedQuote(refusals: readonly Refusal[]): QuoteAnswer {
  const nothing = money(0, "USD");
  return {
    lines: [],
    items: nothing,
    discount: nothing,
    shipping: nothing,
    tax: nothing,
    total: null,
    shippingMethods: [],
    refusals,
  };
}

/** What an order would cost now, from the same prices, discounts and arithmetic that placing it uses. Holds nothing. */
export async function quote(context: OrderContext, question: QuoteQuestion): Promise<QuoteAnswer> {
  const goods = await findGoods(context, question);
  const { currency, destination, priced } = goods;
  const inCurrency = (amountMinor: number): MoneyValue => money(amountMinor, currency ?? "USD");
  const discounts = await askDiscounts(context, question, priced);
  const method = findShippingMethod(question.shippingMethod);
  const price = priceOffers({
    currency: currency ?? "USD",
    lines: priced,
    discounts,
    shippingMethod: method ?? shippingMethods[0],
    destination,
  });
  const parcel = {
    currency: price.currency,
    goodsMinor: price.itemsMinor - price.discountMinor,
    isFreeByPromotion: discounts.freeShipping,
    destination,
  };
  return {
    lines: quotedLines(goods, price, inCurrency),
    items: inCurrency(price.itemsMinor),
    discount: inCurrency(price.discountMinor),
    shipping: inCurrency(price.shippingMinor),
    tax: inCurrency(price.taxMinor),
    total: priced.length === 0 ? null : inCurrency(price.totalMinor),
    shippingMethods: shippingMethods.map((rule) => ({
      code: rule.code,
      name: rule.name,
      fee: inCurrency(shippingFeeMinor(rule, parcel)),
    })),
    refusals: [
      ...refusalsOfGoods(goods, price),
      ...(question.addressId !== null && destination === null ? [addressRefusal()] : []),
      ...(method === null ? [shippingMethodRefusal()] : []),
      ...(discounts.couponRefusal === null ? [] : [couponRefusal(discounts.couponRefusal)]),
    ],
  };
}

/** What is wanted, and what of it can be had and priced. */
interface QuotedGoods {
  readonly lines: readonly WantedLine[];
  /** Those that product knows. */
  readonly found: readonly OfferedLine[];
  /** Null when what can be had is in several currencies. */
  readonly currency: Currency | null;
  readonly isTooDear: boolean;
  /** What can be had, unless it comes to no price. */
  readonly priced: readonly OfferedLine[];
  readonly destination: OrderAddress | null;
}

async function findGoods(context: OrderContext, question: QuoteQuestion): Promise<QuotedGoods> {
  const owner = cartOwner(context, question.cartToken);
  const { lines } = await findWantedLines(context, question.lines, owner);
  const [offers, destination] = await Promise.all([
    context.loaders.offer.loadMany(lines.map((line) => line.skuId)),
    findAddress(context, question.addressId),
  ]);
  const found = matchOffers(
    lines,
    offers.map(requireAnswer).filter((offer) => offer !== null),
  );
  const buyable = found.filter(isBuyable);
  const currency = commonCurrency(buyable);
  const isTooDear = goodsMinor(buyable) > MAX_TOTAL_MINOR;
  const priced = currency === null || isTooDear ? [] : buyable;
  return { lines, found, currency, isTooDear, priced, destination };
}

function isBuyable({ offer, quantity }: OfferedLine): boolean {
  return offer.onSale && offer.available >= quantity;
}

function quotedLines(
  { lines, found, priced }: QuotedGoods,
  price: OrderPrice,
  inCurrency: (amountMinor: number) => MoneyValue,
): QuotedLine[] {
  return lines.map(({ skuId, quantity }) => {
    const line = found.find(({ offer }) => offer.skuId === skuId);
    const index = line ? priced.indexOf(line) : -1;
    return {
      skuId,
      quantity,
      unitPrice: line?.offer.onSale === true ? line.offer.unitPrice : null,
      discount: inCurrency(price.lines[index]?.discountMinor ?? 0),
      available: line !== undefined && isBuyable(line),
    };
  });
}

function refusalsOfGoods(
  { lines, found, currency, isTooDear }: QuotedGoods,
  price: OrderPrice,
): Refusal[] {
  return [
    ...(lines.length === 0 ? [emptyOrderRefusal()] : []),
    ...shortLines(lines, found).map(shortageRefusal),
    ...(currency === null ? [mixedCurrenciesRefusal()] : []),
    ...(isTooDear || price.totalMinor > MAX_TOTAL_MINOR ? [tooDearRefusal(price.currency)] : []),
  ];
}

function requireAnswer<Value>(answer: Value | Error): Value {
  if (answer instanceof Error) throw answer;
  return answer;
}

async function findAddress(
  context: OrderContext,
  addressId: string | null,
): Promise<OrderAddress | null> {
  const { user } = context.caller;
  if (!user || addressId === null) return null;
  return context.siblings.user.addressSnapshot(context, { userId: user.id, addressId });
}

async function askDiscounts(
  context: OrderContext,
  { couponId }: QuoteQuestion,
  lines: readonly OfferedLine[],
): Promise<Discounts> {
  const [first] = lines;
  if (!first) return NO_DISCOUNTS;
  return context.siblings.marketing.orderDiscounts(context, {
    userId: context.caller.user?.id ?? null,
    couponId,
    currency: first.offer.unitPrice.currency,
    lines: linesToDiscount(lines),
  });
}

function shortLines(lines: readonly WantedLine[], found: readonly OfferedLine[]): ShortLine[] {
  return lines.flatMap(({ skuId, quantity, inputIndex }): ShortLine[] => {
    const offer = found.find((line) => line.offer.skuId === skuId)?.offer;
    if (!offer?.onSale) return [{ skuId, inputIndex, available: 0, onSale: false }];
    if (offer.available >= quantity) return [];
    return [{ skuId, inputIndex, available: offer.available, onSale: true }];
  });
}
