import type { IncomingMessage } from "node:http";
import type { Logger } from "@micro-shop/common/log";
import { CloseCode, type WebSocket as ProtocolSocket } from "graphql-ws";
import type { RawData, WebSocket } from "ws";
import type { OperationRecord } from "../context";
import type { Authenticated } from "../security/authentication";

const PING_EVERY_MS = 15_000;

/** An operation that runs on a socket, for the access log. */
export interface SocketOperation {
  readonly requestId: string;
  readonly record: OperationRecord;
  readonly startedAt: number;
}

/** A client's socket and what is known of the client. */
export interface ClientSocket {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly address: string;
  /** Null for a client that did not say who it is. Set once, by connection_init. */
  identity: Authenticated | null;
  readonly operations: Map<string, SocketOperation>;
  /** Aborts when the socket closes. */
  readonly left: AbortController;
}

export interface ClientSocketOptions {
  readonly bufferBytes: number;
  readonly drainMs: number;
  readonly log: Logger;
}

/** The socket as graphql-ws wants it; a client that does not read is cut off instead of filling the memory. */
export function protocolSocket(
  { socket }: Pick<ClientSocket, "socket">,
  { bufferBytes, drainMs, log }: ClientSocketOptions,
): ProtocolSocket {
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));

  function cutOff(): void {
    log.warn({ bufferedBytes: socket.bufferedAmount }, "a client does not read its socket");
    socket.terminate();
  }

  return {
    protocol: socket.protocol,
    async send(data) {
      if (socket.readyState !== socket.OPEN) return;
      // A failed write closes the socket, and its close ends the operations.
      const sent = new Promise<void>((resolve) => socket.send(data, () => resolve()));
      if (socket.bufferedAmount <= bufferBytes) return;
      // The buffer is full: nothing more is written until this message has left, and that not for ever.
      const timer = setTimeout(cutOff, drainMs);
      await Promise.race([sent, closed]);
      clearTimeout(timer);
    },
    close: (code, reason) => socket.close(code, reason),
    onMessage(handle) {
      socket.on("message", (data: RawData) => {
        handle(textOf(data)).catch((error: unknown) => {
          log.error({ err: error }, "a socket message could not be handled");
          socket.close(CloseCode.InternalServerError, "Internal server error");
        });
      });
    },
  };
}

/** Pings the client and drops it when it stays silent until the next ping: its machine is gone without a word. */
export function keepAlive(socket: WebSocket): void {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS).unref();
  socket.once("close", () => clearInterval(timer));
}

/** ws hands over a Buffer, unless `binaryType` says otherwise. */
function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
