import { z } from "zod";
import { Fault } from "@micro-shop/common/errors";
import type { ProviderNotice } from "../provider";
import {
  chargeShape,
  finalChargeResultOf,
  finalRefundResultOf,
  refundShape,
  type WireCharge,
  type WireRefund,
} from "./wire";

type Channel = WireCharge["channel"];

/** A notice as it travels. Types it may have one day are not ours to refuse. */
const envelopeShape = z.object({
  id: z.string().min(1).max(100),
  channel: z.enum(["CARD", "WALLET"]),
  type: z.string().min(1).max(100),
});
const chargeNoticeShape = z.object({ charge: chargeShape });
const refundNoticeShape = z.object({ refund: refundShape });

/** What a notice tells. */
export type NoticeContent =
  | { readonly type: "charge"; readonly charge: WireCharge }
  | { readonly type: "refund"; readonly refund: WireRefund };

/** The text of a notice. */
export function writeNotice(id: string, channel: Channel, content: NoticeContent): string {
  return JSON.stringify({ id, channel, ...content } satisfies z.input<typeof envelopeShape>);
}

/** Reads a notice of this channel whose signature was checked. Throws a Fault BAD_REQUEST. */
export function parseNotice(body: Buffer, channel: Channel): ProviderNotice {
  try {
    const json: unknown = JSON.parse(body.toString("utf8"));
    const envelope = envelopeShape.parse(json);
    if (envelope.channel !== channel) throw new Error("The notice is of another channel.");
    const eventId = envelope.id;
    if (envelope.type === "charge") {
      const { charge } = chargeNoticeShape.parse(json);
      const { key, amountMinor, currency } = charge;
      const result = finalChargeResultOf(charge);
      return { kind: "CHARGE", eventId, key, amount: { amountMinor, currency }, result };
    }
    if (envelope.type === "refund") {
      const { refund } = refundNoticeShape.parse(json);
      const { key, amountMinor, currency } = refund;
      const result = finalRefundResultOf(refund);
      return { kind: "REFUND", eventId, key, amount: { amountMinor, currency }, result };
    }
    return { kind: "OTHER", eventId };
  } catch (error) {
    throw new Fault("BAD_REQUEST", "The notice is malformed.", { cause: error });
  }
}
