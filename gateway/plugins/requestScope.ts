import { AsyncLocalStorage } from "node:async_hooks";
import type { Logger } from "@micro-shop/common/log";
import { emptyRecord, type OperationRecord } from "../context";

/** What error formatting needs to know about the request; Apollo Server does not hand it over. */
export interface RequestScope {
  readonly requestId: string;
  readonly log: Logger;
  readonly record: OperationRecord;
}

const scopes = new AsyncLocalStorage<RequestScope>();

export function createRequestScope(requestId: string, log: Logger): RequestScope {
  return { requestId, log, record: emptyRecord() };
}

/** Runs work in which `currentScope` answers with this scope. */
export function runInScope<Result>(scope: RequestScope, work: () => Result): Result {
  return scopes.run(scope, work);
}

export function currentScope(): RequestScope | undefined {
  return scopes.getStore();
}
