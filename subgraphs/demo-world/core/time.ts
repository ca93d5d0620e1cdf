export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Windows that must stay open outlive every demo database. */
const OPEN_WINDOW_DAYS = 3_652;

/** The instant `ms` milliseconds after `instant`. */
export const after = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

/** The instant `ms` milliseconds before `instant`. */
export const before = (instant: Date, ms: number): Date => after(instant, -ms);

/** Ten years after `now`. */
export const inTenYears = (now: Date): Date => after(now, OPEN_WINDOW_DAYS * DAY_MS);
