/** The value that so large a part (0 to 1) does not exceed; null without values. */
export function quantile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}
