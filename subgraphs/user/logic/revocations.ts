import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { findRevokedSessionIds } from "../model/sessions";
import { findDisabledUserIds } from "../model/users";

/** An access token lives 15 minutes; a session ended longer ago has none left. */
const LOOK_BACK_MS = 20 * 60 * 1000;

export interface Revocations {
  readonly disabledUserIds: readonly string[];
  readonly closedSessionIds: readonly string[];
}

/** Whose access tokens are void although they have not expired. Polled by the gateway. */
export async function readRevocations({ drizzle }: Database): Promise<Revocations> {
  const since = new Date(clock.now().getTime() - LOOK_BACK_MS);
  const [disabledUserIds, closedSessionIds] = await Promise.all([
    findDisabledUserIds(drizzle),
    findRevokedSessionIds(drizzle, since),
  ]);
  return { disabledUserIds, closedSessionIds };
}
