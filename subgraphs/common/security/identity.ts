import {
  createHash,
  createHmac,
  createSecretKey,
  timingSafeEqual,
  type KeyObject,
} from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../canonicalJson";
import { clock } from "../clock";
import { Fault } from "../errors";
import type { Caller } from "../graphql/requestContext";
import { serviceNames, type ServiceName } from "../serviceNames";

/** Header of HTTP calls between services; in a socket's subscribe message it is `extensions.identity`. */
export const IDENTITY_HEADER = "x-mall-identity";

/** How long a signed identity is accepted: time for one hop, too short to be worth stealing. */
export const IDENTITY_LIFE_MS = 30_000;

/** How far the signer's clock may be ahead. */
const CLOCK_SKEW_MS = 5_000;

/** An administrator's identity is under 1 kB; whatever is longer is not worth hashing. */
const MAX_LENGTH = 8_192;

const MIN_SECRET_LENGTH = 32;

/** An operation as it travels over a socket. */
export interface SubscribeOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** What one call is bound to: only this service accepts it, and only with exactly this body. */
export interface IdentityBinding {
  readonly audience: ServiceName;
  /** The bytes sent or received, before any parsing; for a socket `subscribeBody`. */
  readonly body: string | Uint8Array;
}

/** What is signed. Short names: the text travels with every call. */
const payloadShape = z.object({
  caller: z.enum(["gateway", ...serviceNames]),
  audience: z.enum(serviceNames),
  user: z.object({ id: z.string(), session: z.string(), scopes: z.array(z.string()) }).nullable(),
  address: z.string(),
  request: z.string(),
  body: z.string(),
  issuedAt: z.number(),
});

type Payload = z.infer<typeof payloadShape>;

/**
 * Proof of who calls, for one call (HMAC-SHA256, RFC 2104), as text that fits a header. Accepted for 30 s.
 * @param secret IDENTITY_SECRET, shared by all services; throws a RangeError below 32 characters.
 */
export function signIdentity(
  secret: string,
  { caller, audience, body }: IdentityBinding & { readonly caller: Caller },
): string {
  const payload: Payload = {
    caller: caller.service,
    audience,
    user: caller.user && {
      id: caller.user.id,
      session: caller.user.sessionId,
      scopes: [...caller.user.scopes],
    },
    address: caller.clientAddress,
    request: caller.requestId,
    body: hashBody(body),
    issuedAt: clock.now().getTime(),
  };
  const text = Buffer.from(JSON.stringify(payload)).toString("base64url");
  return `${text}.${seal(secret, text).toString("base64url")}`;
}

/** The proven caller. Throws a Fault UNAUTHENTICATED whose cause says, for the log, what was wrong. */
export function verifyIdentity(
  secret: string,
  proof: string | undefined,
  { audience, body }: IdentityBinding,
): Caller {
  const payload = openProof(secret, proof);
  if (payload.audience !== audience) reject("made for another service");
  const ageMs = clock.now().getTime() - payload.issuedAt;
  if (ageMs > IDENTITY_LIFE_MS) reject("expired");
  if (ageMs < -CLOCK_SKEW_MS) reject("issued in the future");
  if (payload.body !== hashBody(body)) reject("made for another body");
  return {
    service: payload.caller,
    user: payload.user && {
      id: payload.user.id,
      sessionId: payload.user.session,
      scopes: new Set(payload.user.scopes),
    },
    clientAddress: payload.address,
    requestId: payload.request,
  };
}

/**
 * The body that stands for a subscribe operation, which has no bytes of its own. Both ends write it from what they hold,
 * hence the canonical form.
 */
export function subscribeBody(operation: SubscribeOperation): string {
  return canonicalJson({
    query: operation.query,
    variables: operation.variables ?? {},
  });
}

/** The payload of a proof whose seal is right: nothing is parsed before the seal has been checked. */
function openProof(secret: string, proof: string | undefined): Payload {
  if (proof === undefined || proof === "") reject("absent");
  if (proof.length > MAX_LENGTH) reject("too long");
  const [text, sealText, ...rest] = proof.split(".");
  if (text === undefined || sealText === undefined || rest.length > 0) reject("malformed");
  const given = Buffer.from(sealText, "base64url");
  const expected = seal(secret, text);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) reject("forged");
  const parsed = payloadShape.safeParse(JSON.parse(Buffer.from(text, "base64url").toString()));
  if (!parsed.success) reject("of another version");
  return parsed.data;
}

// A process has one secret; keeping its key object saves a third of the time.
const keys = new Map<string, KeyObject>();

function seal(secret: string, text: string): Buffer {
  let key = keys.get(secret);
  if (key === undefined) {
    if (secret.length < MIN_SECRET_LENGTH) {
      throw new RangeError(`IDENTITY_SECRET must have ${MIN_SECRET_LENGTH} characters or more.`);
    }
    key = createSecretKey(secret, "utf8");
    keys.set(secret, key);
  }
  // The prefix keeps this use of the key apart from any other and names the version of the form.
  return createHmac("sha256", key).update("mall-identity-1.").update(text).digest();
}

function hashBody(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("base64url");
}

function reject(reason: string): never {
  throw new Fault("UNAUTHENTICATED", undefined, { cause: new Error(`The identity is ${reason}.`) });
}
