import { and, asc, eq, gt, gte, isNotNull, or, type AnyColumn, type SQL } from "drizzle-orm";
import type { DatabaseExecutor } from "@micro-shop/common/database/pool";
import { sessions, users } from "./tables";

/** A user shut out or a session ended, and when. */
export interface Revocation {
  readonly kind: "user" | "session";
  readonly id: string;
  readonly at: Date;
}

/** The place in the list after which a page begins: the lists are read in order of instant and id. */
export interface RevocationPlace {
  readonly at: Date;
  readonly id: string;
}

/** Users who are shut out since, from `after` on, at most `limit`. */
export async function findDisabledUsers(
  executor: DatabaseExecutor,
  after: RevocationPlace,
  limit: number,
): Promise<readonly Revocation[]> {
  const rows = await executor
    .select({ id: users.id, at: users.disabledAt })
    .from(users)
    .where(and(isNotNull(users.disabledAt), follows(users.disabledAt, users.id, after)))
    .orderBy(asc(users.disabledAt), asc(users.id))
    .limit(limit);
  return rows.flatMap(({ id, at }) => (at === null ? [] : [{ kind: "user" as const, id, at }]));
}

/** Sessions that were ended since, from `after` on, at most `limit`. */
export async function findEndedSessions(
  executor: DatabaseExecutor,
  after: RevocationPlace,
  limit: number,
): Promise<readonly Revocation[]> {
  const rows = await executor
    .select({ id: sessions.id, at: sessions.revokedAt })
    .from(sessions)
    .where(and(isNotNull(sessions.revokedAt), follows(sessions.revokedAt, sessions.id, after)))
    .orderBy(asc(sessions.revokedAt), asc(sessions.id))
    .limit(limit);
  return rows.flatMap(({ id, at }) => (at === null ? [] : [{ kind: "session" as const, id, at }]));
}

/** The first condition is what the index of the instant is read by. */
function follows(instant: AnyColumn, id: AnyColumn, after: RevocationPlace): SQL | undefined {
  return and(
    gte(instant, after.at),
    or(gt(instant, after.at), and(eq(instant, after.at), gt(id, after.id))),
  );
}
