import { Fault } from "../errors";
import { isId } from "../ids";

/** Names one step of one saga in every service: the same over all retries, for its forward call and its compensation. */
export interface SagaKey {
  readonly sagaId: string;
  readonly step: string;
}

const STEP_PATTERN = /^[A-Za-z][\w-]{0,63}$/;

/** The key as it travels in the idempotency header. */
export function formatSagaKey({ sagaId, step }: SagaKey): string {
  return `${sagaId}:${step}`;
}

/** Reads the idempotency header of a saga's call. Throws a Fault BAD_REQUEST when it is absent or malformed. */
export function parseSagaKey(header: string | null): SagaKey {
  const [sagaId = "", step = "", ...rest] = (header ?? "").split(":");
  if (!isId(sagaId) || !STEP_PATTERN.test(step) || rest.length > 0) {
    throw new Fault("BAD_REQUEST", undefined, {
      cause: new Error("The call of a saga carries no key <saga id>:<step>."),
    });
  }
  return { sagaId, step };
}
