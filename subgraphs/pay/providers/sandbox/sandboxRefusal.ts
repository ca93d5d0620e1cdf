/** Why the sandbox does not do what it was asked for. */
export const sandboxRefusalCodes = [
  "BAD_REQUEST",
  "UNAUTHENTICATED",
  "UNKNOWN_TOKEN",
  "NOT_FOUND",
  // The key was used before, on other terms.
  "KEY_REUSED",
  "NOT_AUTHORIZED",
  "EXCEEDS_AUTHORIZED",
  "ALREADY_CAPTURED",
  "NOT_CAPTURED",
  "EXCEEDS_CAPTURED",
] as const;

export type SandboxRefusalCode = (typeof sandboxRefusalCodes)[number];

/** The sandbox's own "no": nothing was done. */
export class SandboxRefusal extends Error {
  override readonly name = "SandboxRefusal";

  constructor(readonly code: SandboxRefusalCode) {
    super(`The sandbox refuses: ${code}.`);
  }
}
