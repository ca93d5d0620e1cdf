const LONGEST_DELAY_MS = 60_000;

/** What a method token makes the sandbox do, with the charge and with its refunds. */
export type SandboxBehaviour =
  /** Approves at once; its refunds succeed at once. */
  | { readonly kind: "APPROVE" }
  | { readonly kind: "DECLINE" }
  /** Approves after the delay, by a webhook; so do its refunds succeed. */
  | { readonly kind: "SLOW"; readonly delayMs: number }
  /** Takes the charge and never tells a result. */
  | { readonly kind: "NEVER" }
  /** Approves, but the answer gets lost; so do the answers to its refunds. */
  | { readonly kind: "UNKNOWN" }
  /** Approves at once; its refunds fail. */
  | { readonly kind: "REFUND_FAILS" };

const behaviours: Readonly<Record<string, SandboxBehaviour>> = {
  tok_approve: { kind: "APPROVE" },
  tok_decline: { kind: "DECLINE" },
  tok_never: { kind: "NEVER" },
  tok_unknown: { kind: "UNKNOWN" },
  tok_refund_fails: { kind: "REFUND_FAILS" },
};

/** The behaviour a token asks for; null for a token the sandbox does not know. */
export function behaviourOf(methodToken: string): SandboxBehaviour | null {
  const delay = /^tok_slow_(\d{1,5})$/.exec(methodToken)?.[1];
  if (delay !== undefined) {
    const delayMs = Number(delay);
    return delayMs <= LONGEST_DELAY_MS ? { kind: "SLOW", delayMs } : null;
  }
  return Object.hasOwn(behaviours, methodToken) ? (behaviours[methodToken] ?? null) : null;
}
