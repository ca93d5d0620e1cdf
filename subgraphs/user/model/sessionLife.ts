import { clock } from "@micro-shop/common/clock";

/** Short, because an access token stays valid until it ends; clients refresh. */
export const ACCESS_TOKEN_LIFE_MS = 15 * 60 * 1000;

/** More is nobody's set of devices. */
export const MAX_SESSIONS = 20;

/** A session that is not refreshed for this long is over. */
export const REFRESH_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** Sessions last used before this have no living refresh token. */
export function sessionsUsedSince(): Date {
  return new Date(clock.now().getTime() - REFRESH_LIFE_MS);
}
