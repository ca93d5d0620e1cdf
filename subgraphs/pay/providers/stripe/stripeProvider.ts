import type Stripe from "stripe";
import type {
  CaptureResult,
  ChargeName,
  ChargeRequest,
  ChargeResult,
  PaymentProvider,
  RefundRequest,
  RefundResult,
} from "../provider";
import { abortable } from "./abortable";
import { loadStripe } from "./loadStripe";
import { readStripeNotice } from "./stripeNotice";
import { chargeResultOf, codeOf, declineCodeOf, refundResultOf } from "./stripeResults";

export interface StripeOptions {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Where the API is, for tests; default Stripe itself. */
  readonly api?: Pick<Stripe.StripeConfig, "host" | "port" | "protocol">;
}

/**
 * Cards by Stripe: one PaymentIntent a charge, confirmed when it is made. The token is the id of a payment method; a card
 * whose bank wants to see the buyer first is declined, since nobody would show him there.
 */
export function createStripeProvider(options: StripeOptions): PaymentProvider {
  const stripe = new (loadStripe())(options.secretKey, {
    timeout: options.timeoutMs,
    // Whoever asks decides whether to ask again.
    maxNetworkRetries: 0,
    telemetry: false,
    ...options.api,
  });
  return {
    faultOfToken: (methodToken) =>
      methodToken !== null && /^pm_\w{1,250}$/.test(methodToken)
        ? null
        : "Stripe takes the id of a payment method, pm_….",
    charge: (request, signal) => abortable(charge(stripe, request, "automatic"), signal),
    authorize: (request, signal) => abortable(charge(stripe, request, "manual"), signal),
    capture: (name, { amountMinor }, signal) =>
      abortable(capture(stripe, name, amountMinor), signal),
    void: (name, signal) => abortable(cancel(stripe, name), signal),
    async findCharge(name, signal) {
      const intent = await abortable(findIntent(stripe, name), signal);
      return intent && chargeResultOf(intent);
    },
    refund: (request, signal) => abortable(refund(stripe, request), signal),
    async findRefund(request, signal) {
      const found = await abortable(findRefund(stripe, request), signal);
      return found && refundResultOf(found);
    },
    readNotice: (notice) => readStripeNotice(stripe, options.webhookSecret, notice),
  };
}

async function charge(
  stripe: Stripe.Stripe,
  { key, amount, methodToken }: ChargeRequest,
  captureMethod: "automatic" | "manual",
): Promise<ChargeResult> {
  const { errors } = loadStripe();
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount: amount.amountMinor,
        currency: amount.currency.toLowerCase(),
        payment_method: methodToken ?? "",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        capture_method: captureMethod,
        confirm: true,
        error_on_requires_action: true,
        metadata: { key },
      },
      { idempotencyKey: key },
    );
    return chargeResultOf(intent);
  } catch (error) {
    if (error instanceof errors.StripeCardError) {
      const reference = error.payment_intent?.id ?? null;
      const { decline_code: decline, code } = error;
      return {
        outcome: "DECLINED",
        reference,
        code: declineCodeOf({
          ...(decline === undefined ? {} : { decline_code: decline }),
          ...(code === undefined ? {} : { code }),
        }),
      };
    }
    // Refused before anything was made of it, e.g. an unknown payment method.
    if (error instanceof errors.StripeInvalidRequestError) {
      return {
        outcome: "DECLINED",
        reference: null,
        code: codeOf(error.code ?? "invalid_request"),
      };
    }
    throw error;
  }
}

async function capture(
  stripe: Stripe.Stripe,
  name: ChargeName,
  amountMinor: number,
): Promise<CaptureResult> {
  const intent = await findIntent(stripe, name);
  if (intent?.status === "succeeded" && intent.amount_received === amountMinor) {
    return { outcome: "APPROVED", reference: intent.id, capturedMinor: amountMinor };
  }
  if (intent?.status === "succeeded") return { outcome: "REFUSED", code: "ALREADY_CAPTURED" };
  if (intent?.status !== "requires_capture") return { outcome: "REFUSED", code: "NOT_AUTHORIZED" };
  if (amountMinor > intent.amount_capturable) {
    return { outcome: "REFUSED", code: "EXCEEDS_AUTHORIZED" };
  }
  const captured = await stripe.paymentIntents.capture(
    intent.id,
    { amount_to_capture: amountMinor },
    { idempotencyKey: `${name.key}:capture:${amountMinor}` },
  );
  return { outcome: "APPROVED", reference: captured.id, capturedMinor: captured.amount_received };
}

async function cancel(
  stripe: Stripe.Stripe,
  name: ChargeName,
): ReturnType<PaymentProvider["void"]> {
  const intent = await findIntent(stripe, name);
  if (intent?.status === "canceled") return { outcome: "VOIDED", reference: intent.id };
  if (intent?.status === "succeeded") return { outcome: "REFUSED", code: "ALREADY_CAPTURED" };
  // Stripe would also cancel what was declined; nothing was set aside there.
  if (intent?.status !== "requires_capture") return { outcome: "REFUSED", code: "NOT_AUTHORIZED" };
  const options = { idempotencyKey: `${name.key}:void` };
  const canceled = await stripe.paymentIntents.cancel(intent.id, {}, options);
  return { outcome: "VOIDED", reference: canceled.id };
}

/**
 * By its name, or by our key where it never told one. The search may be a minute behind. Whoever gets null charges again
 * with the same key, which makes nothing new; of what is found only the name is believed.
 */
async function findIntent(
  stripe: Stripe.Stripe,
  { key, reference }: ChargeName,
): Promise<Stripe.PaymentIntent | null> {
  if (reference === null) {
    const query = `metadata['key']:'${key.replaceAll(/[\\']/g, "\\$&")}'`;
    const { data } = await stripe.paymentIntents.search({ query, limit: 1 });
    const [found] = data;
    return found ? retrieveIntent(stripe, found.id) : null;
  }
  return retrieveIntent(stripe, reference);
}

async function retrieveIntent(
  stripe: Stripe.Stripe,
  reference: string,
): Promise<Stripe.PaymentIntent | null> {
  try {
    return await stripe.paymentIntents.retrieve(reference);
  } catch (error) {
    if (isCode(error, "resource_missing")) return null;
    throw error;
  }
}

async function refund(
  stripe: Stripe.Stripe,
  { key, chargeKey, chargeReference, amount }: RefundRequest,
): Promise<RefundResult> {
  const { errors } = loadStripe();
  try {
    const made = await stripe.refunds.create(
      {
        payment_intent: chargeReference,
        amount: amount.amountMinor,
        metadata: { key, chargeKey },
      },
      { idempotencyKey: key },
    );
    return refundResultOf(made);
  } catch (error) {
    if (!(error instanceof errors.StripeInvalidRequestError)) throw error;
    const isTooMuch = error.code === "charge_already_refunded" || error.param === "amount";
    const code = isTooMuch ? "EXCEEDS_CAPTURED" : codeOf(error.code ?? "invalid_request");
    return { outcome: "FAILED", reference: null, code };
  }
}

async function findRefund(
  stripe: Stripe.Stripe,
  { key, chargeReference }: RefundRequest,
): Promise<Stripe.Refund | null> {
  for await (const made of stripe.refunds.list({ payment_intent: chargeReference, limit: 100 })) {
    if (made.metadata?.["key"] === key) return made;
  }
  return null;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof loadStripe().errors.StripeInvalidRequestError && error.code === code;
}
