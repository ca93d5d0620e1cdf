import { createHash } from "node:crypto";
import type { Transaction } from "@micro-shop/common/database/pool";
import { clock } from "@micro-shop/common/clock";
import { newId } from "@micro-shop/common/ids";
import { randomBytes } from "@micro-shop/common/random";
import type { UserContext } from "../context";
import { insertRefreshToken, insertSession } from "../model/sessions";
import type { UserRow } from "../model/userRow";
import type { Role } from "../types/enums";
import { REFRESH_LIFE_MS } from "../model/sessionLife";

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

/** Writes a new session with its first refresh token. */
export async function startSession(
  transaction: Transaction,
  userId: string,
): Promise<SessionTokens> {
  const sessionId = newId();
  await insertSession(transaction, { id: sessionId, userId, now: clock.now() });
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
