import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { clock } from "../clock";
import { fault } from "../errors";
import type { Caller } from "../graphql/requestContext";
import { serviceNames, type ServiceName } from "../serviceNames";

/** Header that carries the signed identity of a call between gateway and subgraphs. */
export const IDENTITY_HEADER = "x-mall-identity";

const LIFE_MS = 30_000;
/** Clocks of two machines may differ by this much. */
const SKEW_MS = 5_000;

export interface SignedCall {
  readonly caller: Caller;
  /** The one service that may accept it. */
  readonly audience: ServiceName;
  /** The exact bytes of the HTTP body, or for a subscription `JSON.stringify({query, variables})`. */
  readonly body: string | Buffer;
}

interface Claims {
  readonly svc: Caller["service"];
  readonly aud: ServiceName;
  readonly usr: { readonly id: string; readonly sid: string; readonly scp: readonly string[] } | null;
  readonly adr: string;
  readonly rid: string;
  readonly hash: string;
  /** Issued at, Unix milliseconds. */
  readonly iat: number;
}

/**
 * Signs who calls, for one service, one body and 30 s: `base64url(claims).base64url(HMAC-SHA256)`.
 * Symmetric, because an asymmetric signature per hop costs twenty times as much.
 */
export function signIdentity(secret: string, { caller, audience, body }: SignedCall): string {
  const claims: Claims = {
    svc: caller.service,
    aud: audience,
    usr: caller.user && {
      id: caller.user.id,
      sid: caller.user.sessionId,
      scp: [...caller.user.scopes],
    },
    adr: caller.clientAddress,
    rid: caller.requestId,
    hash: hashOf(body),
    iat: clock.now().getTime(),
  };
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${payload}.${macOf(secret, payload)}`;
}

/** The caller an identity proves. Throws a Fault UNAUTHENTICATED for a forged, expired, foreign or missing one. */
export function verifyIdentity(
  secret: string,
  identity: string | undefined,
  expected: { readonly audience: ServiceName; readonly body: string | Buffer },
): Caller {
  const [payload, mac, ...rest] = (identity ?? "").split(".");
  if (!payload || !mac || rest.length > 0 || !isEqual(mac, macOf(secret, payload))) {
    return fault("UNAUTHENTICATED");
  }
  // Only the holder of the secret can have written what follows.
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Claims;
  const ageMs = clock.now().getTime() - claims.iat;
  const fits =
    claims.aud === expected.audience &&
    ageMs <= LIFE_MS &&
    ageMs >= -SKEW_MS &&
    isEqual(claims.hash, hashOf(expected.body)) &&
    (claims.svc === "gateway" || serviceNames.includes(claims.svc));
  if (!fits) return fault("UNAUTHENTICATED");
  return {
    service: claims.svc,
    user: claims.usr && {
      id: claims.usr.id,
      sessionId: claims.usr.sid,
      scopes: new Set(claims.usr.scp),
    },
    clientAddress: claims.adr,
    requestId: claims.rid,
  };
}

function hashOf(body: string | Buffer): string {
  return createHash("sha256").update(body).digest("base64url");
}

function macOf(secret: string, payload: string): string {
  return createHmac("sha256", secret).update(payload).digest("base64url");
}

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
