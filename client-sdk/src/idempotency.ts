/** An input whose idempotency key may be left to the SDK. Pass one to repeat a call of an earlier run of the app. */
export type KeyOptional<Input extends { readonly idempotencyKey: string }> = Omit<
  Input,
  "idempotencyKey"
> & { readonly idempotencyKey?: string };

/** The input with a key made once for this call, so that its retries take effect once. */
export function withIdempotencyKey<Input extends { readonly idempotencyKey?: string }>(
  input: Input,
): Input & { readonly idempotencyKey: string } {
  return { ...input, idempotencyKey: input.idempotencyKey ?? newIdempotencyKey() };
}

/** Whether the variables are those of a mutation that the server answers once however often it is sent. */
export function hasIdempotencyKey(variables: unknown): boolean {
  const input = property(variables, "input");
  const key = property(input, "idempotencyKey");
  return typeof key === "string" && key !== "";
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** 128 random bits. React Native has no `crypto` of its own; there Math.random is enough to tell calls of one user apart. */
function newIdempotencyKey(): string {
  const bytes = new Uint8Array(16);
  if (typeof globalThis.crypto?.getRandomValues === "function") {
    globalThis.crypto.getRandomValues(bytes);
  } else {
    bytes.forEach((_, index) => {
      bytes[index] = Math.floor(Math.random() * 256);
    });
  }
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
