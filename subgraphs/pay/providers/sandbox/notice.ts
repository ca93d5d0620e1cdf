import { z } from "zod";
import { Fault } from "@micro-shop/common/errors";
import { Currency } from "@micro-shop/common/money";
import type { SandboxChargeRow } from "../../model/sandboxCharges";
import type { ChargeNotice } from "../provider";

/** A notice as it travels. */
const noticeShape = z.object({
  id: z.string().min(1).max(100),
  type: z.enum(["charge.approved", "charge.declined"]),
  charge: z.object({
    reference: z.string().min(1).max(100),
    key: z.string().min(1).max(100),
    amountMinor: z.int().nonnegative(),
    currency: z.enum(Currency),
    declineCode: z.string().max(50).nullable(),
  }),
});

/** The bytes of the notice that a charge was approved, which is all that ever happens to a slow one. */
export function writeNotice(charge: SandboxChargeRow): Buffer {
  const { reference, chargeKey, amountMinor, currency, declineCode, eventId } = charge;
  const notice: z.input<typeof noticeShape> = {
    id: eventId,
    type: "charge.approved",
    charge: { reference, key: chargeKey, amountMinor, currency, declineCode },
  };
  return Buffer.from(JSON.stringify(notice));
}

/** Reads a notice whose signature was checked. Throws a Fault BAD_REQUEST. */
export function parseNotice(body: Buffer): ChargeNotice {
  const { id, type, charge } = parse(body);
  const { reference, key, amountMinor, currency, declineCode } = charge;
  return {
    eventId: id,
    key,
    amount: { amountMinor, currency },
    result:
      type === "charge.approved"
        ? { outcome: "APPROVED", reference }
        : { outcome: "DECLINED", reference, code: declineCode ?? "DECLINED" },
  };
}

function parse(body: Buffer): z.output<typeof noticeShape> {
  try {
    return noticeShape.parse(JSON.parse(body.toString("utf8")));
  } catch (error) {
    throw new Fault("BAD_REQUEST", "The notice is malformed.", { cause: error });
  }
}
