import { and, desc, eq, gt, gte, inArray, isNull, type InferSelectModel } from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { refreshTokens, sessions } from "./tables";

export type SessionRow = InferSelectModel<typeof sessions>;
export type RefreshTokenRow = InferSelectModel<typeof refreshTokens>;

export async function insertSession(
  transaction: Transaction,
  session: { readonly id: string; readonly userId: string; readonly now: Date },
): Promise<void> {
  const { id, userId, now } = session;
  await transaction.insert(sessions).values({ id, userId, createdAt: now, lastUsedAt: now });
}

export async function insertRefreshToken(
  transaction: Transaction,
  token: Omit<RefreshTokenRow, "usedAt">,
): Promise<void> {
  await transaction.insert(refreshTokens).values(token);
}

/** A refresh token with its session, locked against a second use at the same time. */
export async function lockRefreshToken(
  transaction: Transaction,
  hash: string,
): Promise<{ readonly token: RefreshTokenRow; readonly session: SessionRow } | null> {
  const [row] = await transaction
    .select({ token: refreshTokens, session: sessions })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .where(eq(refreshTokens.hash, hash))
    .for("update");
  return row ?? null;
}

export async function markTokenUsed(
  transaction: Transaction,
  hash: string,
  now: Date,
): Promise<void> {
  await transaction.update(refreshTokens).set({ usedAt: now }).where(eq(refreshTokens.hash, hash));
}

export async function touchSession(transaction: Transaction, id: string, now: Date): Promise<void> {
  await transaction.update(sessions).set({ lastUsedAt: now }).where(eq(sessions.id, id));
}

/** Ends a session; its refresh tokens are dead from this commit on. */
export async function revokeSession(
  executor: DatabaseExecutor,
  id: string,
  now: Date,
): Promise<void> {
  await executor
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)));
}

/** Open sessions of several users, the last used first. */
export async function findOpenSessions(
  executor: DatabaseExecutor,
  userIds: readonly string[],
  usedSince: Date,
): Promise<readonly SessionRow[]> {
  return executor
    .select()
    .from(sessions)
    .where(
      and(
        inArray(sessions.userId, padInList(userIds)),
        isNull(sessions.revokedAt),
        gt(sessions.lastUsedAt, usedSince),
      ),
    )
    .orderBy(desc(sessions.lastUsedAt));
}

/** Ids of sessions that were ended since; older ones have no living access token. */
export async function findRevokedSessionIds(
  executor: DatabaseExecutor,
  since: Date,
): Promise<readonly string[]> {
  const rows = await executor
    .select({ id: sessions.id })
    .from(sessions)
    .where(gte(sessions.revokedAt, since));
  return rows.map((row) => row.id);
}
