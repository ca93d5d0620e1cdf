import { wait } from "./deadline";
import {
  AuthError,
  errorOf,
  NetworkError,
  RequestError,
  TimeoutError,
  type RequestProblem,
} from "./errors";
import { fullJitterMs, isPassing, type RetryOptions } from "./retry";
import type { Session } from "./session";
import { SocketClosed, type Socket } from "./socket";

/** Where an event stands in its stream. */
export interface StreamPosition {
  /** The event's id, understood by the server as "after this one". */
  readonly id: string;
  /** Grows with each event of the stream. */
  readonly version: number;
}

/** How a subscription is taken up again after the connection was lost. */
export interface Resume<Result, Variables> {
  position(result: Result): StreamPosition;
  /** The variables that ask for what comes after the event `id`. */
  after(variables: Variables, id: string): Variables;
}

export interface SubscriptionCall<Result, Variables> {
  readonly text: string;
  readonly variables: Variables;
  /** Without it a connection lost after an event ends the subscription with a NetworkError: some may be missed. */
  readonly resume: Resume<Result, Variables> | null;
  readonly signal: AbortSignal;
}

export interface SubscriptionTools {
  readonly socket: Socket;
  readonly session: Session;
  readonly reconnect: RetryOptions;
}

export const defaultReconnect: RetryOptions = { attempts: 10, baseMs: 250, maxMs: 10_000 };

/** Close codes by which the gateway says that the token no longer counts (graphql-transport-ws). */
const TOKEN_REFUSED = new Set([4401, 4403]);
/** Close codes that would come again: malformed message, wrong protocol, duplicate id. */
const PROTOCOL_BROKEN = new Set([4400, 4406, 4409]);
/** A token that is refused so soon after its renewal is refused for another reason than its age. */
const RENEWAL_HOLDS_MS = 10_000;

/**
 * The events of a subscription, each once and in order, over as many connections as it takes. Throws AuthError when the
 * session has ended, RequestError when the server refuses, NetworkError when it stays out of reach.
 */
export async function* runSubscription<Result, Variables>(
  call: SubscriptionCall<Result, Variables>,
  tools: SubscriptionTools,
): AsyncGenerator<Result> {
  const { resume } = call;
  const recovery = createRecovery(tools, call.signal);
  let last: StreamPosition | null = null;
  let hasEvents = false;
  let isSnapshotTried = false;
  for (;;) {
    const resumeFrom: StreamPosition | null = isSnapshotTried ? null : last;
    const variables =
      resumeFrom === null || resume === null
        ? call.variables
        : resume.after(call.variables, resumeFrom.id);
    try {
      for await (const { data, errors } of tools.socket.stream(call.text, variables, call.signal)) {
        if (errors !== undefined && errors.length > 0) throw errorOf(errors, { partialData: data });
        recovery.succeeded();
        hasEvents = true;
        const result = data as Result;
        if (resume !== null) {
          const position = resume.position(result);
          // After a reconnection the server may begin with the present state, which we have seen.
          if (last !== null && position.version <= last.version) continue;
          last = position;
          isSnapshotTried = false;
        }
        yield result;
      }
      return;
    } catch (thrown) {
      const error = asShopError(thrown);
      if (resumeFrom !== null && error instanceof RequestError && !isPassing(error)) {
        // The server no longer knows our last event: begin with the present state instead.
        isSnapshotTried = true;
      } else {
        await recovery.recover(error, resume !== null || !hasEvents);
      }
    }
  }
}

/** Decides after each failure whether to go on, and waits until it makes sense. */
function createRecovery(tools: SubscriptionTools, signal: AbortSignal) {
  const { session, socket, reconnect } = tools;
  let failures = 0;
  let renewedAtMs = -Infinity;

  async function renewToken(error: unknown): Promise<void> {
    // A reader may come to know of a close when the connection has long been made again with another token.
    const refused = error instanceof SocketClosed ? error.accessToken : socket.tokenInUse();
    const isJustRenewed = Math.abs(Date.now() - renewedAtMs) < RENEWAL_HOLDS_MS;
    if (refused === null || isJustRenewed) {
      throw error instanceof AuthError ? error : new AuthError("You may not subscribe to this.");
    }
    await session.renew(refused);
    renewedAtMs = Date.now();
    // Unless another subscription of this socket has reconnected with the new token already.
    if (socket.tokenInUse() === refused) socket.cut();
  }

  return {
    succeeded() {
      failures = 0;
    },
    /** Returns when the subscription may be tried again, else throws the error as the SDK shows it. */
    async recover(error: unknown, isResumable: boolean): Promise<void> {
      if (signal.aborted) throw error;
      let failure = error;
      if (isTokenRefused(error)) {
        try {
          return await renewToken(error);
        } catch (thrown) {
          // An AuthError is final; offline, the renewal waits like any reconnection.
          failure = thrown;
        }
      }
      const code = failure instanceof SocketClosed ? failure.code : null;
      const mayPass = isPassing(failure) || failure instanceof TimeoutError;
      if (code === null && !mayPass) throw failure;
      const isHopeless = code !== null && PROTOCOL_BROKEN.has(code);
      failures++;
      if (!isResumable || isHopeless || failures >= reconnect.attempts) {
        throw code === null
          ? failure
          : new NetworkError("The connection for live updates was lost.", { cause: failure });
      }
      await wait(fullJitterMs(failures - 1, reconnect), signal);
    },
  };
}

function isTokenRefused(error: unknown): boolean {
  return (
    error instanceof AuthError || (error instanceof SocketClosed && TOKEN_REFUSED.has(error.code))
  );
}

/** graphql-ws reports a refused subscription as the bare array of GraphQL errors. */
function asShopError(thrown: unknown): unknown {
  return Array.isArray(thrown) ? errorOf(thrown as RequestProblem[]) : thrown;
}
