import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, type JWK } from "jose";
import { z } from "zod";
import { setting } from "../settings";

/** The one algorithm of access tokens: Ed25519 (RFC 8037), small, fast and without parameters to get wrong. */
export const TOKEN_ALGORITHM = "EdDSA";

/** Bytes before the 32-byte seed in the PKCS#8 form of an Ed25519 key (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

export interface TokenKey {
  readonly privateKey: KeyObject;
  /** As it stands in the key set. */
  readonly publicKey: JWK;
  /** RFC 7638 thumbprint: the same key has the same id in every instance. */
  readonly keyId: string;
}

/** The setting of the token key: a PEM, whose line breaks may be written as `\n`; made up in development. */
export function tokenKeySetting() {
  const schema = z
    .string()
    .transform((text) => text.replaceAll("\\n", "\n"))
    .refine(isEd25519Key, "is no Ed25519 private key in PEM form");
  return setting(schema, {
    fix: "Make one with `openssl genpkey -algorithm ed25519`.",
    secret: "value",
    develop: tokenKeyFromSeed,
  });
}

/** The PEM of the Ed25519 key with this 32-byte seed. */
export function tokenKeyFromSeed(seed: Buffer): string {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

/** Reads a private key. Throws a RangeError unless it is an Ed25519 key in PEM form. */
export async function readTokenKey(pem: string): Promise<TokenKey> {
  if (!isEd25519Key(pem)) throw new RangeError("The token key must be an Ed25519 key in PEM form.");
  const privateKey = createPrivateKey(pem);
  const jwk = await exportJWK(createPublicKey(privateKey));
  const keyId = await calculateJwkThumbprint(jwk);
  return {
    privateKey,
    publicKey: { ...jwk, kid: keyId, alg: TOKEN_ALGORITHM, use: "sig" },
    keyId,
  };
}

function isEd25519Key(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "ed25519";
  } catch {
    // Why a text is no key is of no use to anyone, and the parser's error may quote it.
    return false;
  }
}
