import type { PaymentProvider } from "../provider";
import type { SandboxApi } from "../sandbox/sandboxApi";
import { createSandboxMerchant } from "../sandbox/sandboxMerchant";

export interface RedirectOptions {
  readonly api: SandboxApi;
  /** Shared with the provider. */
  readonly webhookSecret: string;
}

/**
 * A wallet as Alipay and WeChat Pay are: the charge answers an address, the buyer confirms there, and the result comes by a
 * signed notice or is asked for. A page that ends undecided declines with EXPIRED. The wallet is the sandbox's, and moves no
 * money.
 */
export function createRedirectProvider(options: RedirectOptions): PaymentProvider {
  return {
    ...createSandboxMerchant({ ...options, channel: "WALLET" }),
    faultOfToken: (methodToken) =>
      methodToken === null ? null : "A wallet takes no token: the buyer confirms on its page.",
  };
}
