/**
 * Amounts of money as safe integers of the currency's minor unit (cents, fen). No float ever holds an amount;
 * this file is the only place that rounds.
 */

export const Currency = { USD: "USD", EUR: "EUR", CNY: "CNY" } as const;

export type Currency = (typeof Currency)[keyof typeof Currency];

/** Minor units of one major unit, as a power of ten (ISO 4217). */
const minorDigits: Readonly<Record<Currency, number>> = { USD: 2, EUR: 2, CNY: 2 };

/** Highest amount an input may name, in minor units: far above any order, far below the safe range, so sums stay exact. */
export const MAX_INPUT_AMOUNT_MINOR = 1_000_000_000_000;

/** An amount in minor units; negative only as a difference, a refund or a discount. */
export interface MoneyValue {
  readonly amountMinor: number;
  readonly currency: Currency;
}

/** Arithmetic that has no answer: an overflow, a fraction, or two currencies. A fault of the caller, never of a client. */
export class MoneyError extends RangeError {
  override readonly name = "MoneyError";
}

/** Whether the text is the code of a currency the mall trades in. */
export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(Currency, text);
}

/** An amount. Throws a MoneyError unless it is a safe integer. */
export function money(amountMinor: number, currency: Currency): MoneyValue {
  // `+ 0` turns -0 into 0: the two are equal but do not print alike.
  return { amountMinor: requireSafeInteger(amountMinor, "An amount") + 0, currency };
}

/** left + right. Throws a MoneyError on two currencies or an overflow. */
export function addMoney(left: MoneyValue, right: MoneyValue): MoneyValue {
  requireSameCurrency(left, right);
  return money(left.amountMinor + right.amountMinor, left.currency);
}

/** left − right, which may be negative. Throws a MoneyError on two currencies or an overflow. */
export function subtractMoney(left: MoneyValue, right: MoneyValue): MoneyValue {
  requireSameCurrency(left, right);
  return money(left.amountMinor - right.amountMinor, left.currency);
}

/** The sum of any number of amounts of one currency; zero for none. Throws a MoneyError like `addMoney`. */
export function sumMoney(values: Iterable<MoneyValue>, currency: Currency): MoneyValue {
  let total = money(0, currency);
  for (const value of values) total = addMoney(total, value);
  return total;
}

/** value × quantity. Throws a MoneyError unless the quantity is an integer and the product a safe one. */
export function multiplyMoney(value: MoneyValue, quantity: number): MoneyValue {
  requireSafeInteger(quantity, "A quantity");
  return money(value.amountMinor * quantity, value.currency);
}

/**
 * A share of an amount in basis points (1 % = 100), exact and rounded half away from zero: 25 % of 10 is 3, of −10 is −3.
 * Throws a MoneyError unless `basisPoints` is a non-negative integer and the result safe.
 */
export function percentOf(value: MoneyValue, basisPoints: number): MoneyValue {
  if (requireSafeInteger(basisPoints, "A share") < 0)
    throw new MoneyError("A share must not be negative.");
  const product = BigInt(value.amountMinor) * BigInt(basisPoints);
  const magnitude = product < 0n ? -product : product;
  const rounded = (magnitude + 5_000n) / 10_000n;
  return money(Number(product < 0n ? -rounded : rounded), value.currency);
}

/**
 * Splits an amount in proportion to weights so that the parts sum to it exactly (largest remainder; on a tie the earlier
 * part gets the unit). Each part lies within one unit of its exact share. When all weights are zero they count as equal.
 * @param totalMinor a safe integer ≥ 0.
 * @param weights safe integers ≥ 0, at least one.
 */
export function splitByWeights(totalMinor: number, weights: readonly number[]): number[] {
  if (requireSafeInteger(totalMinor, "An amount") < 0)
    throw new MoneyError("An amount to split must not be negative.");
  if (weights.length === 0) throw new MoneyError("An amount cannot be split into no parts.");
  for (const weight of weights) {
    if (requireSafeInteger(weight, "A weight") < 0)
      throw new MoneyError("A weight must not be negative.");
  }
  const allZero = weights.every((weight) => weight === 0);
  const exactWeights = weights.map((weight) => (allZero ? 1n : BigInt(weight)));
  const weightSum = exactWeights.reduce((sum, weight) => sum + weight, 0n);
  const shares = exactWeights.map((weight, index) => {
    const product = BigInt(totalMinor) * weight;
    return { index, part: Number(product / weightSum), remainder: product % weightSum };
  });
  let unitsLeft = shares.reduce((left, share) => left - share.part, totalMinor);
  const byRemainder = shares.toSorted((left, right) =>
    left.remainder === right.remainder
      ? left.index - right.index
      : left.remainder > right.remainder
        ? -1
        : 1,
  );
  for (const share of byRemainder) {
    if (unitsLeft === 0) break;
    share.part += 1;
    unitsLeft -= 1;
  }
  return shares.map((share) => share.part);
}

const formatters = new Map<Currency, Intl.NumberFormat>();

/** The amount as people read it, e.g. `$1,234.50`, exact to the last unit whatever its size. */
export function formatMoney(value: MoneyValue): string {
  const digits = minorDigits[value.currency];
  let formatter = formatters.get(value.currency);
  if (!formatter) {
    formatter = new Intl.NumberFormat("en-US", {
      style: "currency",
      currency: value.currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(value.currency, formatter);
  }
  // As text in exponent notation (ES2023 NumberFormat) every digit is kept; a division would go through a float.
  const exact = `${money(value.amountMinor, value.currency).amountMinor}E-${digits}`;
  return formatter.format(exact as `${number}`);
}

function requireSafeInteger(value: number, what: string): number {
  if (!Number.isSafeInteger(value))
    throw new MoneyError(`${what} must be a safe integer, not ${value}.`);
  return value;
}

function requireSameCurrency(left: MoneyValue, right: MoneyValue): void {
  if (left.currency !== right.currency) {
    throw new MoneyError(`${left.currency} and ${right.currency} cannot be combined.`);
  }
}
