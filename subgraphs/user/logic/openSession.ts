import { createHash } from "node:crypto";
import type { Transaction } from "@micro-shop/common/database/pool";
import { clock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { randomBytes } from "@micro-shop/common/random";
import type { UserContext } from "../context";
import { insertRefreshToken, insertSession, revokeLeastUsed } from "../model/sessions";
import type { UserRow } from "../model/userRow";
import type { Role } from "../types/enums";
import { MAX_SESSIONS, REFRESH_LIFE_MS, sessionsUsedSince } from "../model/sessionLife";
import { lockUser } from "../model/users";

/** The tokens a client gets. */
export interface OpenedSession {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
  readonly user: UserRow & { readonly isSelf: true };
}

export interface SessionTokens {
  readonly sessionId: string;
  readonly refreshToken: string;
}

/** Writes a new session with its first refresh token. The user's 21st ends the one used longest ago. */
export async function startSession(
  transaction: Transaction,
  userId: string,
): Promise<SessionTokens> {
  const sessionId = newId();
  const now = clock.now();
  await lockUser(transaction, userId);
  const usedSince = sessionsUsedSince();
  await revokeLeastUsed(transaction, userId, { kept: MAX_SESSIONS - 1, usedSince, now });
  await insertSession(transaction, { id: sessionId, userId, now });
  return { sessionId, refreshToken: await issueRefreshToken(transaction, sessionId) };
}

/** Writes a further refresh token of a session and answers it; only its hash is stored. */
export async function issueRefreshToken(
  transaction: Transaction,
  sessionId: string,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + REFRESH_LIFE_MS);
  await insertRefreshToken(transaction, {
    hash: hashToken(token),
    sessionId,
    createdAt,
    expiresAt,
  });
  return token;
}

/** Adds the access token, once the session is committed. */
export async function openSession(
  context: UserContext,
  tokens: SessionTokens,
  user: UserRow,
  roles: readonly Role[],
): Promise<OpenedSession> {
  const access = await context.tokens.sign({ userId: user.id, sessionId: tokens.sessionId, roles });
  return {
    accessToken: access.token,
    refreshToken: tokens.refreshToken,
    expiresAt: access.expiresAt,
    user: { ...user, isSelf: true },
  };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
