import type { Logger } from "@micro-shop/common/log";
import type { OperationRecord } from "../context";

/** One line of the access log: an operation that has ended. */
export interface FinishedOperation {
  readonly lane: "http" | "websocket";
  readonly requestId: string;
  readonly userId: string | null;
  readonly clientAddress: string;
  readonly durationMs: number;
  readonly record: OperationRecord;
  /** HTTP only. */
  readonly status?: number;
}

export type LogOperation = (operation: FinishedOperation) => void;

/** Writes access log lines: who, what, how long, which error codes. Never variables, documents or tokens. */
export function createLogOperation(
  log: Logger,
  observe: (operation: FinishedOperation) => void,
): LogOperation {
  return (operation) => {
    const { record, durationMs, ...rest } = operation;
    observe(operation);
    log.info({ ...rest, ...record, durationMs: Math.round(durationMs * 10) / 10 }, "operation");
  };
}
