import { Fault, type FaultCode } from "@micro-shop/common/errors";
import { CloseCode } from "graphql-ws";
import type { WebSocket } from "ws";

/** WebSocket's own "try again later" (https://www.iana.org/assignments/websocket). */
const TRY_AGAIN_LATER = 1013;
const TOO_MANY_SOCKETS = 4429;

/** By these a client knows what to do: with a new token, later, with fewer sockets. */
const closeCodes: Partial<Record<FaultCode, number>> = {
  UNAUTHENTICATED: CloseCode.Forbidden,
  UNAVAILABLE: TRY_AGAIN_LATER,
  LIMIT_EXCEEDED: TOO_MANY_SOCKETS,
};

/**
 * Closes a socket as a whole because of a fault. The reason begins with the code that HTTP answers in
 * `extensions.code`, e.g. `UNAUTHENTICATED: You are not signed in, or your session has ended.`
 */
export function closeForFault(socket: Pick<WebSocket, "close">, { code, message }: Fault): void {
  socket.close(closeCodes[code] ?? CloseCode.InternalServerError, `${code}: ${message}`);
}

/** The user must sign in again, or renew the token, before a new socket is opened. */
export function closeUnauthenticated(socket: Pick<WebSocket, "close">): void {
  closeForFault(socket, new Fault("UNAUTHENTICATED"));
}
