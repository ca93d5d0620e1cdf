export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The instant `ms` milliseconds after `instant`. */
export const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

/** The instant `ms` milliseconds before `instant`. */
export const before = (instant: Date, ms: number): Date => after(instant, -ms);

/** Ten calendar years after `now`: windows that must stay open outlive every demo database. */
export function inTenYears(now: Date): Date {
  const end = new Date(now);
  end.setUTCFullYear(now.getUTCFullYear() + 10);
  return end;
}
