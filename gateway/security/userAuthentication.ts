import { clock } from "@micro-shop/common/clock";
import { Fault } from "@micro-shop/common/errors";
import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import { createBoundedMap } from "../engine/boundedMap";
import type { Authenticate, Authenticated } from "./authentication";

/** Tokens that were verified and are remembered until they end. */
const TOKENS_KEPT = 10_000;

export interface UserAuthenticationOptions {
  /** Proves a token. Rejects with UNAUTHENTICATED, or with UNAVAILABLE when the keys cannot be had. */
  readonly verify: (token: string) => Promise<Authenticated>;
  readonly isRevoked: (user: CallerUser) => boolean;
}

/** Authentication by bearer token. A signature is checked once per token; expiry and revocation at each use. */
export function createUserAuthentication({
  verify,
  isRevoked,
}: UserAuthenticationOptions): Authenticate {
  const verified = createBoundedMap<string, Authenticated>(TOKENS_KEPT);

  return async (authorization) => {
    // Signed-out clients that always send the header leave it empty.
    if (authorization === undefined || authorization.trim() === "") return null;
    const token = tokenIn(authorization);
    const identity = verified.get(token) ?? (await verify(token));
    if (identity.expiresAt <= clock.now().getTime()) {
      verified.delete(token);
      throw new Fault("UNAUTHENTICATED");
    }
    verified.set(token, identity);
    if (isRevoked(identity.user)) throw new Fault("UNAUTHENTICATED");
    return identity;
  };
}

function tokenIn(authorization: string): string {
  const [, token] = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw new Fault("UNAUTHENTICATED");
  return token;
}
