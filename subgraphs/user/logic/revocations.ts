import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { fault } from "@micro-shop/common/errors";
import { decodeCursor, encodeCursor } from "@micro-shop/common/graphql/cursor";
import { isId } from "@micro-shop/common/ids";
import {
  findDisabledUsers,
  findEndedSessions,
  type Revocation,
  type RevocationPlace,
} from "../model/revocations";
import { ACCESS_TOKEN_LIFE_MS } from "../model/sessionLife";

/** Whoever was shut out longer ago has no living access token; the rest is for clocks that differ. */
const LOOK_BACK_MS = ACCESS_TOKEN_LIFE_MS + 5 * 60 * 1000;

/** Before all ids. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** Most entries of a page. */
export const REVOCATIONS_PER_PAGE = 1_000;

export interface Revocations {
  readonly disabledUserIds: readonly string[];
  readonly closedSessionIds: readonly string[];
  /** To be passed as `after` for the next page; null on the last one. */
  readonly next: string | null;
}

/**
 * Whose access tokens are void although they have not expired, in pages of at most 1,000. The gateway reads all pages
 * anew at each poll: an entry whose commit comes late may stand before a place that was read already.
 * @param after `next` of the page before; null for the first. Anything else is refused with BAD_REQUEST.
 */
export async function readRevocations(
  { drizzle }: Database,
  after: string | null,
): Promise<Revocations> {
  const place = placeOf(after);
  const limit = REVOCATIONS_PER_PAGE + 1;
  const lists = await Promise.all([
    findDisabledUsers(drizzle, place, limit),
    findEndedSessions(drizzle, place, limit),
  ]);
  const found = lists.flat().toSorted(byPlace);
  const page = found.slice(0, REVOCATIONS_PER_PAGE);
  const last = found.length > page.length ? page.at(-1) : undefined;
  const idsOf = (kind: Revocation["kind"]): readonly string[] =>
    page.filter((entry) => entry.kind === kind).map(({ id }) => id);
  return {
    disabledUserIds: idsOf("user"),
    closedSessionIds: idsOf("session"),
    next: last ? encodeCursor([last.at.getTime(), last.id]) : null,
  };
}

function placeOf(after: string | null): RevocationPlace {
  const [at, id] = decodeCursor(after, ["number", "string"]) ?? [
    clock.now().getTime() - LOOK_BACK_MS,
    NO_ID,
  ];
  const instant = new Date(at as number);
  if (Number.isNaN(instant.getTime()) || !isId(id as string))
    fault("BAD_REQUEST", "The cursor in `after` is not one of ours.");
  return { at: instant, id: id as string };
}

function byPlace(left: Revocation, right: Revocation): number {
  return left.at.getTime() - right.at.getTime() || (left.id < right.id ? -1 : 1);
}
