import { money, percentOf } from "@micro-shop/common/money";

/** The one currency of the demo. */
export const DEMO_CURRENCY = "USD";

/** A whole percentage of an amount in minor units, rounded by the mall's own money module. */
export const percentOfMinor = (amountMinor: number, percent: number): number =>
  percentOf(money(amountMinor, DEMO_CURRENCY), percent * 100).amountMinor;

/** The sum of amounts or quantities; 0 for none. */
export const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
