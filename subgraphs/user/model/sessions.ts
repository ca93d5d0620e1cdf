import { and, asc, count, desc, eq, gt, inArray, isNull, type InferSelectModel } from "drizzle-orm";
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

/** Ends the open sessions of a user but for the `kept` used last. Hold the user's lock. */
export async function revokeLeastUsed(
  transaction: Transaction,
  userId: string,
  { kept, usedSince, now }: { readonly kept: number; readonly usedSince: Date; readonly now: Date },
): Promise<void> {
  const isOpen = and(
    eq(sessions.userId, userId),
    isNull(sessions.revokedAt),
    gt(sessions.lastUsedAt, usedSince),
  );
  const [row] = await transaction.select({ total: count() }).from(sessions).where(isOpen);
  const excess = (row?.total ?? 0) - kept;
  if (excess <= 0) return;
  await transaction
    .update(sessions)
    .set({ revokedAt: now })
    .where(isOpen)
    .orderBy(asc(sessions.lastUsedAt), asc(sessions.id))
    .limit(excess);
}
