import type { Currency } from "@micro-shop/common/money";

/** Where an order goes, as far as fees and taxes care. */
export interface Destination {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly region: string | null;
}

export interface ShippingRate {
  /** Countries this rate is for; null = every other one. The first rate that fits is taken. */
  readonly countries: readonly string[] | null;
  readonly feeMinor: number;
  /** From this amount of goods (after discounts) the fee is waived; null = never, by no promotion either. */
  readonly freeFromMinor: number | null;
}

export interface ShippingMethodRule {
  readonly code: string;
  readonly name: string;
  readonly rates: Readonly<Record<Currency, readonly ShippingRate[]>>;
}

/** The first one is the default. */
export const shippingMethods: readonly [ShippingMethodRule, ...ShippingMethodRule[]] = [
  {
    code: "STANDARD",
    name: "Standard, 3 to 5 days",
    rates: {
      USD: [
        { countries: ["US"], feeMinor: 499, freeFromMinor: 10_000 },
        { countries: null, feeMinor: 1_499, freeFromMinor: null },
      ],
      EUR: [
        { countries: ["DE", "FR", "NL", "BE", "AT", "LU"], feeMinor: 490, freeFromMinor: 9_000 },
        { countries: null, feeMinor: 1_490, freeFromMinor: null },
      ],
      CNY: [
        { countries: ["CN"], feeMinor: 1_000, freeFromMinor: 9_900 },
        { countries: null, feeMinor: 12_000, freeFromMinor: null },
      ],
    },
  },
  {
    code: "EXPRESS",
    name: "Express, next day",
    rates: {
      USD: [
        { countries: ["US"], feeMinor: 1_499, freeFromMinor: null },
        { countries: null, feeMinor: 3_999, freeFromMinor: null },
      ],
      EUR: [
        { countries: ["DE", "FR", "NL", "BE", "AT", "LU"], feeMinor: 1_290, freeFromMinor: null },
        { countries: null, feeMinor: 3_990, freeFromMinor: null },
      ],
      CNY: [
        { countries: ["CN"], feeMinor: 2_500, freeFromMinor: null },
        { countries: null, feeMinor: 26_000, freeFromMinor: null },
      ],
    },
  },
];

/** Assumed while the buyer has not named an address; the fee may change when one is named. */
const homeCountries: Readonly<Record<Currency, string>> = { USD: "US", EUR: "DE", CNY: "CN" };

/** The method with this code, the default one when none is named, null when there is no such method. */
export function findShippingMethod(code: string | null): ShippingMethodRule | null {
  if (code === null) return shippingMethods[0];
  return shippingMethods.find((method) => method.code === code) ?? null;
}

export interface Parcel {
  readonly currency: Currency;
  /** What the goods cost after discounts, in minor units. */
  readonly goodsMinor: number;
  /** Whether a promotion waives the fee, where it can be waived at all. */
  readonly isFreeByPromotion: boolean;
  /** Null while it is not known. */
  readonly destination: Destination | null;
}

/** What a method costs for a parcel, in minor units. */
export function shippingFeeMinor(method: ShippingMethodRule, parcel: Parcel): number {
  const country = parcel.destination?.country.toUpperCase() ?? homeCountries[parcel.currency];
  const rate = method.rates[parcel.currency].find(
    ({ countries }) => countries === null || countries.includes(country),
  );
  if (!rate) throw new RangeError(`${method.code} has no rate for ${country}.`);
  const isFree =
    rate.freeFromMinor !== null &&
    (parcel.isFreeByPromotion || parcel.goodsMinor >= rate.freeFromMinor);
  return isFree ? 0 : rate.feeMinor;
}
