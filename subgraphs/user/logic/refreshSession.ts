import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import type { UserContext } from "../context";
import { lockRefreshToken, markTokenUsed, revokeSession, touchSession } from "../model/sessions";
import { findRoles, findUser } from "../model/users";
import type { RefreshSessionInput } from "../types/session.input";
import { hashToken, issueRefreshToken, openSession, type OpenedSession } from "./openSession";

type Rotation = {
  readonly sessionId: string;
  readonly userId: string;
  readonly refreshToken: string;
} | null;

/**
 * Changes a refresh token for a new pair. A token works once: its second use means that it was stolen, and ends the
 * session with all its tokens (RFC 9700, 4.14.2). Refusal: TOKEN_INVALID, whatever the reason.
 */
export async function refreshSession(
  context: UserContext,
  input: RefreshSessionInput,
): Promise<OpenedSession> {
  const rotation = await rotate(context, hashToken(input.refreshToken));
  const { drizzle } = context.database;
  const user = rotation === null ? null : await findUser(drizzle, rotation.userId);
  if (rotation === null || user?.status !== "ACTIVE") {
    return refuse("TOKEN_INVALID", "The refresh token is unknown, expired or was used before.", {
      path: ["input", "refreshToken"],
    });
  }
  const roles = await findRoles(drizzle, [user.id]);
  return openSession(
    context,
    rotation,
    user,
    roles.map(({ role }) => role),
  );
}

/** Answers null instead of throwing, because the revocation of a reused token's session must be committed. */
function rotate(context: UserContext, hash: string): Promise<Rotation> {
  return inTransaction(context.database, async (transaction) => {
    const found = await lockRefreshToken(transaction, hash);
    const now = clock.now();
    if (found?.session.revokedAt !== null) return null;
    const { token, session } = found;
    if (token.usedAt !== null) {
      await revokeSession(transaction, session.id, now);
      context.log.warn({ sessionId: session.id, userId: session.userId }, "refresh token reused");
      return null;
    }
    if (token.expiresAt <= now) return null;
    await markTokenUsed(transaction, hash, now);
    await touchSession(transaction, session.id, now);
    const refreshToken = await issueRefreshToken(transaction, session.id);
    return { sessionId: session.id, userId: session.userId, refreshToken };
  });
}
