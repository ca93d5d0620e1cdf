import type { CallerUser } from "@micro-shop/common/graphql/requestContext";

/** A proven user, until the token ends. */
export interface Authenticated {
  readonly user: CallerUser;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Proves who sends an `authorization` value; null when there is none.
 * Rejects with an UNAUTHENTICATED fault when the token is bad, expired or revoked: a client that believes it is
 * signed in must not be answered as a stranger.
 */
export type Authenticate = (authorization: string | undefined) => Promise<Authenticated | null>;
