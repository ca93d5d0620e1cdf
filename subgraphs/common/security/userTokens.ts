import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from "jose";
import { z } from "zod";
import { clock } from "../clock";
import { Fault } from "../errors";
import type { CallerUser } from "../graphql/requestContext";
import { isId } from "../ids";
import { Role, scopesOfRoles } from "./scopes";
import { readTokenKey, TOKEN_ALGORITHM } from "./tokenKey";

const ISSUER = "micro-shop/user";
const AUDIENCE = "micro-shop/api";

/** RFC 9068. Keeps any other JWT the key may ever sign from passing as an access token. */
const TOKEN_TYPE = "at+jwt";

/** A token with all roles is under 1 kB. */
const MAX_TOKEN_LENGTH = 4_096;

/** How far the issuer's clock may be ahead of the verifier's or behind it. */
const CLOCK_TOLERANCE_SECONDS = 5;

const FETCH_TIMEOUT_MS = 2_000;
/** After an unknown key id the key set is asked for again, but no sooner than this: garbage must not flood the issuer. */
const REFETCH_COOLDOWN_MS = 5_000;

export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly Role[];
}

export interface SignedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface TokenSigner {
  /** A new access token (JWT) with the subject's roles and their scopes. */
  sign(subject: TokenSubject): Promise<SignedToken>;
  /** The public keys, to be served as `/.well-known/jwks.json`. */
  readonly keySet: JSONWebKeySet;
}

export interface VerifiedToken {
  readonly user: CallerUser;
  readonly roles: readonly Role[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Proves an access token: its signature by one of the keys, the one algorithm, type, issuer, audience and expiry.
 * Rejects with a Fault: UNAUTHENTICATED, or UNAVAILABLE when the keys cannot be had.
 */
export type TokenVerifier = (token: string) => Promise<VerifiedToken>;

const claimsShape = z.object({
  sub: z.string().refine(isId),
  sid: z.string().refine(isId),
  roles: z.array(z.enum(Role)),
  scope: z.string(),
  exp: z.number(),
});

/**
 * Signs access tokens. Only the user subgraph holds the private key.
 * @param privateKey Ed25519, PKCS#8 PEM.
 * @param lifetimeMs whole seconds; short, because a token is valid until it ends.
 */
export async function createTokenSigner(options: {
  readonly privateKey: string;
  readonly lifetimeMs: number;
}): Promise<TokenSigner> {
  const { privateKey, publicKey, keyId } = await readTokenKey(options.privateKey);
  return {
    keySet: { keys: [publicKey] },
    async sign({ userId, sessionId, roles }) {
      const issuedAt = Math.floor(clock.now().getTime() / 1_000);
      const expiresAt = issuedAt + Math.floor(options.lifetimeMs / 1_000);
      const token = await new SignJWT({
        sid: sessionId,
        roles: [...roles],
        scope: scopesOfRoles(roles).join(" "),
      })
        .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: keyId, typ: TOKEN_TYPE })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { token, expiresAt: new Date(expiresAt * 1_000) };
    },
  };
}

/** Verifies tokens by the key set that the issuer serves at the URL, fetched on first use and kept. */
export function createTokenVerifier(keySetUrl: string): TokenVerifier {
  const keys = createRemoteJWKSet(new URL(keySetUrl), {
    timeoutDuration: FETCH_TIMEOUT_MS,
    cooldownDuration: REFETCH_COOLDOWN_MS,
  });
  return verifierBy(async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      // The set came but holds no such key: the token's fault. Everything else is trouble in getting the set.
      if (error instanceof errors.JWKSNoMatchingKey) throw error;
      if (error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw new Fault("UNAVAILABLE", undefined, { cause: error });
    }
  });
}

/** Verifies tokens by a key set at hand. */
export function createLocalTokenVerifier(keySet: JSONWebKeySet): TokenVerifier {
  return verifierBy(createLocalJWKSet(keySet));
}

function verifierBy(keys: JWTVerifyGetKey): TokenVerifier {
  return async (token) => {
    try {
      if (token.length > MAX_TOKEN_LENGTH) throw new RangeError("The token is too long.");
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [TOKEN_ALGORITHM],
        typ: TOKEN_TYPE,
        issuer: ISSUER,
        audience: AUDIENCE,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ["sub", "sid", "iat", "exp"],
        currentDate: clock.now(),
      });
      const { sub, sid, roles, scope, exp } = claimsShape.parse(payload);
      const scopes = new Set(scope.split(" ").filter((name) => name !== ""));
      return { user: { id: sub, sessionId: sid, scopes }, roles, expiresAt: exp * 1_000 };
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault("UNAUTHENTICATED", undefined, { cause: error });
    }
  };
}
