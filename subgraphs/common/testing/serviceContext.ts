import type { Caller, RequestContext } from "../graphql/requestContext";
import { newId } from "../ids";
import { createLog } from "../log";
import { startDeadline } from "../resilience/deadline";

/** A request context made by hand, for tests that execute a schema or call logic without a server. */
export function testContext(caller: Partial<Caller> = {}): RequestContext {
  return {
    caller: {
      service: "gateway",
      user: null,
      clientAddress: "127.0.0.1",
      requestId: newId(),
      ...caller,
    },
    deadline: startDeadline(10_000),
    log: createLog("test", "silent"),
    idempotencyKey: null,
  };
}

/** A caller who is signed in with these scopes. */
export function signedIn(userId: string = newId(), ...scopes: readonly string[]): Partial<Caller> {
  return { user: { id: userId, sessionId: newId(), scopes: new Set(scopes) } };
}
