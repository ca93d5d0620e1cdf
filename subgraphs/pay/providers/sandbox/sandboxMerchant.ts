import type { ChargeRequest, ChargeResult, PaymentProvider, RefundResult } from "../provider";
import { parseNotice } from "./notice";
import type { SandboxApi } from "./sandboxApi";
import { SandboxRefusal } from "./sandboxRefusal";
import { SIGNATURE_HEADER, verifySignature } from "./signature";
import { chargeResultOf, refundResultOf } from "./wire";

export interface MerchantOptions {
  readonly api: SandboxApi;
  readonly channel: "CARD" | "WALLET";
  readonly webhookSecret: string;
}

/** What a merchant does with the sandbox, whichever of its channels the buyer pays by. */
export function createSandboxMerchant({
  api,
  channel,
  webhookSecret,
}: MerchantOptions): Omit<PaymentProvider, "faultOfToken"> {
  const charge = async (
    { key, amount, methodToken, expiresAt }: ChargeRequest,
    capture: "AUTOMATIC" | "MANUAL",
    signal: AbortSignal,
  ): Promise<ChargeResult> => {
    const order = { key, channel, capture, amount, methodToken: methodToken ?? "", expiresAt };
    return chargeResultOf(await api.makeCharge(order, signal));
  };
  return {
    charge: (request, signal) => charge(request, "AUTOMATIC", signal),
    authorize: (request, signal) => charge(request, "MANUAL", signal),
    async capture({ key }, { amountMinor }, signal) {
      const answer = await orRefusal(api.captureCharge(key, amountMinor, signal));
      if (answer instanceof SandboxRefusal) return { outcome: "REFUSED", code: answer.code };
      const { reference, capturedMinor } = answer;
      return { outcome: "APPROVED", reference, capturedMinor };
    },
    async void({ key }, signal) {
      const answer = await orRefusal(api.voidCharge(key, signal));
      if (answer instanceof SandboxRefusal) return { outcome: "REFUSED", code: answer.code };
      return { outcome: "VOIDED", reference: answer.reference };
    },
    async findCharge({ key }, signal) {
      const found = await api.findCharge(key, signal);
      return found && chargeResultOf(found);
    },
    refund: ({ key, chargeKey, amount }, signal) =>
      refund(api.makeRefund({ key, chargeKey, amount }, signal)),
    async findRefund({ key }, signal) {
      const found = await api.findRefund(key, signal);
      return found && refundResultOf(found);
    },
    readNotice({ body, headers }) {
      const header = headers[SIGNATURE_HEADER];
      verifySignature(webhookSecret, body, typeof header === "string" ? header : undefined);
      return parseNotice(body, channel);
    },
  };
}

/** Only a refusal says that nothing was made; a key used for other terms says that something else was. */
async function refund(answer: ReturnType<SandboxApi["makeRefund"]>): Promise<RefundResult> {
  const made = await orRefusal(answer);
  if (!(made instanceof SandboxRefusal)) return refundResultOf(made);
  if (made.code === "KEY_REUSED") throw made;
  return { outcome: "FAILED", reference: null, code: made.code };
}

async function orRefusal<Answer>(answer: Promise<Answer>): Promise<Answer | SandboxRefusal> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SandboxRefusal) return error;
    throw error;
  }
}
