import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { newId } from "@micro-shop/common/ids";
import {
  findSandboxCharge,
  insertSandboxCharge,
  type SandboxChargeRow,
} from "../../model/sandboxCharges";
import type { ChargeRequest, ChargeResult, PaymentProvider } from "../provider";
import { behaviourOf, type SandboxBehaviour } from "./methodToken";
import { parseNotice } from "./notice";
import { SIGNATURE_HEADER, verifySignature } from "./signature";

const UNKNOWN_TOKEN =
  "The sandbox knows tok_approve, tok_decline, tok_slow_<ms> with 0 to 60000 ms, tok_never and tok_unknown.";

export interface SandboxOptions {
  /** Where the sandbox keeps its books, so that what is pending survives a restart. */
  readonly database: Database;
  /** Shared with the merchant, as with any provider. */
  readonly webhookSecret: string;
}

/**
 * A provider for trials that behaves like a real one, by method token: results that come at once, late by webhook, never,
 * or get lost on the way. It moves no money.
 */
export function createSandboxProvider({
  database,
  webhookSecret,
}: SandboxOptions): PaymentProvider {
  const { drizzle } = database;
  return {
    faultOfToken: (methodToken) =>
      methodToken !== null && behaviourOf(methodToken) ? null : UNKNOWN_TOKEN,
    async charge(request, signal) {
      const behaviour = behaviourOf(request.methodToken ?? "");
      if (!behaviour) throw new Error(UNKNOWN_TOKEN);
      await insertSandboxCharge(drizzle, newCharge(request, behaviour));
      // The answer of this one never arrives; the caller's patience ends the wait.
      if (behaviour.kind === "UNKNOWN") return aborted(signal);
      const charge = await findSandboxCharge(drizzle, request.key);
      if (!charge) throw new Error("The sandbox has lost a charge.");
      return resultOf(charge);
    },
    async findCharge(key) {
      const charge = await findSandboxCharge(drizzle, key);
      return charge && resultOf(charge);
    },
    readNotice({ body, headers }) {
      const header = headers[SIGNATURE_HEADER];
      verifySignature(webhookSecret, body, typeof header === "string" ? header : undefined);
      return parseNotice(body);
    },
  };
}

function newCharge(
  { key, amount, methodToken }: ChargeRequest,
  behaviour: SandboxBehaviour,
): SandboxChargeRow {
  const now = clock.now();
  const isLate = behaviour.kind === "SLOW";
  const isPending = isLate || behaviour.kind === "NEVER";
  const isDeclined = behaviour.kind === "DECLINE";
  return {
    reference: `sandbox_${newId()}`,
    chargeKey: key,
    ...amount,
    methodToken: methodToken ?? "",
    status: isPending ? "PENDING" : isDeclined ? "DECLINED" : "APPROVED",
    declineCode: isDeclined ? "CARD_DECLINED" : null,
    eventId: `event_${newId()}`,
    createdAt: now,
    nextDeliveryAt: isLate ? new Date(now.getTime() + behaviour.delayMs) : null,
    deliveries: 0,
    deliveredAt: null,
  };
}

function resultOf({ status, reference, declineCode }: SandboxChargeRow): ChargeResult {
  if (status === "DECLINED") {
    return { outcome: "DECLINED", reference, code: declineCode ?? "DECLINED" };
  }
  return { outcome: status, reference };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
