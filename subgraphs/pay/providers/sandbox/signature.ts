import { createHmac, timingSafeEqual } from "node:crypto";
import { clock } from "@micro-shop/common/clock";
import { Fault } from "@micro-shop/common/errors";

/** Header of a notice: `t=<unix seconds>,v1=<hex>`, as Stripe does it (https://docs.stripe.com/webhooks#verify-manually). */
export const SIGNATURE_HEADER = "sandbox-signature";

/** How far the notice's time may be from ours, either way: a recorded one is worthless after it. */
export const TOLERANCE_SECONDS = 300;

/** Signs a notice's bytes with the current time. */
export function signNotice(secret: string, body: Buffer): string {
  const seconds = unixSeconds();
  return `t=${seconds},v1=${digest(secret, seconds, body).toString("hex")}`;
}

/** Throws a Fault UNAUTHENTICATED, whose cause says why, unless the bytes were signed with the secret just now. */
export function verifySignature(secret: string, body: Buffer, header: string | undefined): void {
  const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? "");
  if (!parts) return reject("absent or malformed");
  const [, time, given] = parts;
  const seconds = Number(time);
  // The seal first: what it does not cover is nobody's word.
  if (!timingSafeEqual(Buffer.from(given ?? "", "hex"), digest(secret, seconds, body))) {
    return reject("wrong");
  }
  if (Math.abs(unixSeconds() - seconds) > TOLERANCE_SECONDS) reject("too old or from the future");
}

function digest(secret: string, seconds: number, body: Buffer): Buffer {
  return createHmac("sha256", secret).update(`${seconds}.`).update(body).digest();
}

function unixSeconds(): number {
  return Math.floor(clock.now().getTime() / 1000);
}

function reject(reason: string): never {
  throw new Fault("UNAUTHENTICATED", "The signature is not valid.", {
    cause: new Error(`The signature is ${reason}.`),
  });
}
