import { clock } from "@micro-shop/common/clock";
import { outliveRequest } from "@micro-shop/common/database/statements";
import { startDeadline, type Deadline } from "@micro-shop/common/resilience/deadline";
import type { PayServices } from "../context";
import { findAttempt, type AttemptOfPayment } from "../model/attempts";
import type { ChargeName, ChargeResult, PaymentProvider } from "../providers/provider";
import { applyResult } from "./applyResult";

/**
 * A charge is first asked for before its payment expires. So long after that no such call is on its way any more, and the
 * provider finds what came of it: Stripe's search may be a minute behind, and the clocks of two instances may differ.
 */
const NEVER_CAME_AFTER_MS = 600_000;

/** Asks the provider to charge an attempt that is in flight, and applies its answer. */
export async function chargeAttempt(
  services: PayServices,
  attemptId: string,
  deadline: Deadline,
): Promise<void> {
  const found = await findAttempt(services.database.drizzle, attemptId);
  if (!found) throw new Error("An attempt has vanished.");
  const result = await ask(services, found, deadline, (provider, signal) =>
    charge(services, provider, found, signal),
  );
  // Money may have moved: that is written down also when the buyer has given up by now.
  await outliveRequest(() => applyResult(services, found, result));
}

/**
 * Asks the provider what became of an attempt, and applies its answer. When it has never heard of it, the process died
 * before it could ask: then it is asked now, with the same key, unless the time to pay is over by now: what never came is
 * then declined. What was decided on is asked for again.
 */
export async function recheckAttempt(
  services: PayServices,
  found: AttemptOfPayment,
): Promise<void> {
  const deadline = startDeadline(recheckMs(services));
  const { status } = found.attempt;
  const result = await ask(services, found, deadline, async (provider, signal) =>
    status === "CAPTURING" || status === "VOIDING"
      ? finish(provider, found, signal)
      : ((await findCharge(provider, found, signal)) ??
        (await chargeInTime(services, provider, found, signal))),
  );
  await applyResult(services, found, result);
}

/** How long asking again may take, in milliseconds: there is room for two questions. */
export function recheckMs({ providerTimeoutMs }: Pick<PayServices, "providerTimeoutMs">): number {
  return 2 * providerTimeoutMs + 500;
}

/** Asks the provider to do what was decided on an attempt, and applies its answer. */
export async function finishAttempt(
  services: PayServices,
  found: AttemptOfPayment,
  deadline: Deadline,
): Promise<void> {
  const result = await ask(services, found, deadline, (provider, signal) =>
    finish(provider, found, signal),
  );
  await outliveRequest(() => applyResult(services, found, result));
}

/** The order of an expired payment may have ended: it is not charged for any more. */
async function chargeInTime(
  services: PayServices,
  provider: PaymentProvider,
  found: AttemptOfPayment,
  signal: AbortSignal,
): Promise<ChargeResult> {
  const overdueMs = clock.now().getTime() - found.payment.expiresAt.getTime();
  if (overdueMs < 0) return charge(services, provider, found, signal);
  return overdueMs < NEVER_CAME_AFTER_MS
    ? { outcome: "UNKNOWN" }
    : { outcome: "DECLINED", reference: null, code: "EXPIRED" };
}

/** Charges or only sets aside, as the mall is set up to. What costs nothing is nobody's to charge. */
async function charge(
  { captureMode }: PayServices,
  provider: PaymentProvider,
  found: AttemptOfPayment,
  signal: AbortSignal,
): Promise<ChargeResult> {
  const { attempt, payment } = found;
  if (payment.amountMinor === 0) {
    return { outcome: "APPROVED", reference: `free_${attempt.id}`, capturedMinor: 0 };
  }
  const { amountMinor, currency, expiresAt } = payment;
  const { id: key, methodToken } = attempt;
  const request = { key, amount: { amountMinor, currency }, methodToken, expiresAt };
  return captureMode === "MANUAL"
    ? provider.authorize(request, signal)
    : provider.charge(request, signal);
}

/** Captures or voids what was set aside; refused, what has become of it meanwhile is the answer. */
async function finish(
  provider: PaymentProvider,
  found: AttemptOfPayment,
  signal: AbortSignal,
): Promise<ChargeResult> {
  const { attempt, payment } = found;
  const { amountMinor, currency } = payment;
  const name = nameOf(found);
  const result =
    attempt.status === "CAPTURING"
      ? await provider.capture(name, { amountMinor, currency }, signal)
      : await provider.void(name, signal);
  if (result.outcome !== "REFUSED") return result;
  return (await provider.findCharge(name, signal)) ?? { outcome: "UNKNOWN" };
}

async function findCharge(
  provider: PaymentProvider,
  found: AttemptOfPayment,
  signal: AbortSignal,
): Promise<ChargeResult | null> {
  return found.payment.amountMinor === 0 ? null : provider.findCharge(nameOf(found), signal);
}

/** However the call fails, nobody knows what happened at the other end: that is an answer too, and never a refusal. */
async function ask(
  { providers, providerTimeoutMs, log }: PayServices,
  { attempt }: AttemptOfPayment,
  deadline: Deadline,
  call: (provider: PaymentProvider, signal: AbortSignal) => Promise<ChargeResult>,
): Promise<ChargeResult> {
  try {
    const provider = providers[attempt.provider];
    if (!provider) throw new Error(`The provider ${attempt.provider} is not set up any more.`);
    const timeout = AbortSignal.timeout(deadline.hopMs(providerTimeoutMs));
    return await call(provider, AbortSignal.any([deadline.signal, timeout]));
  } catch (error) {
    log.warn({ err: error, attemptId: attempt.id }, "the result of a charge is unknown");
    return { outcome: "UNKNOWN" };
  }
}

function nameOf({ attempt }: AttemptOfPayment): ChargeName {
  return { key: attempt.id, reference: attempt.providerReference };
}
