import { newId } from "@micro-shop/common/ids";
import type {
  ChargeRequest,
  ChargeResult,
  PaymentProvider,
  RefundRequest,
  SignedNotice,
} from "../providers/provider";

/** A provider with what stands at its other end. */
export interface ContractSubject {
  readonly provider: PaymentProvider;
  /** Tokens that are approved and declined at once; null where the buyer decides on a page. */
  readonly tokens: { readonly approved: string | null; readonly declined: string | null };
  /** The buyer decides on the page of a pending charge. */
  decide?(redirectUrl: string, decision: "confirm" | "cancel"): Promise<void>;
  /** The next call arrives, but its answer gets lost. */
  loseNextAnswer(): void;
  /** The bytes of the provider's own notice of what became of a charge, or a refund. */
  bytesOfCharge(key: string): Promise<Buffer>;
  bytesOfRefund(key: string): Promise<Buffer>;
  sign(body: Buffer, at: Date): SignedNotice["headers"];
  stop(): Promise<void>;
}

type Decision = "approved" | "declined";

/** Brings a provider to where a clause of its contract begins. The subject is asked for at each call. */
export function driveProvider(subject: () => ContractSubject) {
  const signal = (): AbortSignal => AbortSignal.timeout(5_000);
  const usd = (amountMinor: number) => ({ amountMinor, currency: "USD" as const });
  const requestOf = (decision: Decision): ChargeRequest => ({
    key: newId(),
    amount: usd(1_000),
    methodToken: subject().tokens[decision],
    expiresAt: new Date(Date.now() + 600_000),
  });
  const nameOf = ({ key }: ChargeRequest, reference: string | null = null) => ({ key, reference });
  /** Waits for nothing: whatever has a page has been decided on when this answers. */
  const make = async (
    step: "charge" | "authorize",
    request: ChargeRequest,
    decision: Decision,
  ): Promise<ChargeResult> => {
    const result = await subject().provider[step](request, signal());
    if (result.outcome !== "PENDING" || result.redirectUrl === null) return result;
    await subject().decide?.(result.redirectUrl, decision === "approved" ? "confirm" : "cancel");
    const found = await subject().provider.findCharge(nameOf(request), signal());
    if (!found) throw new Error("The provider has lost a charge.");
    return found;
  };
  const charged = async (): Promise<{ request: ChargeRequest; reference: string }> => {
    const request = requestOf("approved");
    const result = await make("charge", request, "approved");
    if (result.outcome !== "APPROVED") throw new Error(`not approved: ${result.outcome}`);
    return { request, reference: result.reference };
  };
  const authorized = async (): Promise<{ key: string; reference: string }> => {
    const request = requestOf("approved");
    const result = await make("authorize", request, "approved");
    if (result.outcome !== "AUTHORIZED") throw new Error(`not authorised: ${result.outcome}`);
    return { key: request.key, reference: result.reference };
  };
  const refundOf = async (amountMinor: number): Promise<RefundRequest> => {
    const { request, reference } = await charged();
    return {
      key: newId(),
      chargeKey: request.key,
      chargeReference: reference,
      amount: usd(amountMinor),
    };
  };

  return { signal, usd, requestOf, nameOf, make, charged, authorized, refundOf };
}
