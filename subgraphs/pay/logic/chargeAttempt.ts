import { outliveRequest } from "@micro-shop/common/database/statements";
import { startDeadline, type Deadline } from "@micro-shop/common/resilience/deadline";
import type { PayServices } from "../context";
import { findAttempt, type AttemptOfPayment } from "../model/attempts";
import type {
  ChargeName,
  ChargeRequest,
  ChargeResult,
  PaymentProvider,
} from "../providers/provider";
import { applyResult } from "./applyResult";

/** Asks the provider to charge an attempt that is in flight, and applies its answer. */
export async function chargeAttempt(
  services: PayServices,
  attemptId: string,
  deadline: Deadline,
): Promise<void> {
  const found = await findAttempt(services.database.drizzle, attemptId);
  if (!found) throw new Error("An attempt has vanished.");
  const result = await ask(services, found, deadline, (provider, signal) =>
    provider.charge(chargeOf(found), signal),
  );
  // Money may have moved: that is written down also when the buyer has given up by now.
  await outliveRequest(() => applyResult(services, found, result));
}

/**
 * Asks the provider what became of an attempt, and applies its answer. When it has never heard of it, the process died
 * before it could ask: then it is asked now, with the same key.
 */
export async function recheckAttempt(
  services: PayServices,
  found: AttemptOfPayment,
): Promise<void> {
  // Room for both questions.
  const deadline = startDeadline(2 * services.providerTimeoutMs + 500);
  const result = await ask(
    services,
    found,
    deadline,
    async (provider, signal) =>
      (await provider.findCharge(nameOf(found), signal)) ??
      (await provider.charge(chargeOf(found), signal)),
  );
  await applyResult(services, found, result);
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

function chargeOf({ attempt, payment }: AttemptOfPayment): ChargeRequest {
  const { amountMinor, currency } = payment;
  return {
    key: attempt.id,
    amount: { amountMinor, currency },
    methodToken: attempt.methodToken,
    expiresAt: payment.expiresAt,
  };
}

function nameOf({ attempt }: AttemptOfPayment): ChargeName {
  return { key: attempt.id, reference: attempt.providerReference };
}
