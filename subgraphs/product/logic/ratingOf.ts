/** The average to two decimals and the number of ratings; no average without one. */
export function ratingOf(counters: { readonly ratingSum: number; readonly ratingCount: number }): {
  readonly average: number | null;
  readonly count: number;
} {
  const { ratingSum, ratingCount } = counters;
  const average = ratingCount === 0 ? null : Math.round((ratingSum * 100) / ratingCount) / 100;
  return { average, count: ratingCount };
}
