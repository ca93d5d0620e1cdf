import type { PaymentProvider } from "../provider";
import { behaviourOf } from "./methodToken";
import type { SandboxApi } from "./sandboxApi";
import { createSandboxMerchant } from "./sandboxMerchant";

const UNKNOWN_TOKEN =
  "The sandbox knows tok_approve, tok_decline, tok_slow_<ms> with 0 to 60000 ms, tok_never, tok_unknown and tok_refund_fails.";

export interface SandboxOptions {
  readonly api: SandboxApi;
  /** Shared with the sandbox, as with any provider. */
  readonly webhookSecret: string;
}

/**
 * Cards of the sandbox: a provider for trials that behaves like a real one, by method token. Results come at once, late
 * by webhook, never, or get lost on the way. It moves no money.
 */
export function createSandboxProvider(options: SandboxOptions): PaymentProvider {
  return {
    ...createSandboxMerchant({ ...options, channel: "CARD" }),
    faultOfToken: (methodToken) =>
      methodToken !== null && behaviourOf(methodToken) ? null : UNKNOWN_TOKEN,
  };
}
