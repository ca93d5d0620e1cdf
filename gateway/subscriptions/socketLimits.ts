/** How much one client may take of the WebSocket endpoint. */
export interface SocketLimits {
  /** Time from opening a socket to its connection_init. */
  readonly initMs: number;
  readonly messageBytes: number;
  /** Operations running on one socket at a time. */
  readonly subscriptionsPerSocket: number;
  readonly socketsPerUser: number;
  /** Sockets without a user, by client address. */
  readonly socketsPerAddress: number;
  /** Bytes that may wait for a client to read them. */
  readonly bufferBytes: number;
  /** A client whose buffer is full and stays so for this long is cut off. */
  readonly drainMs: number;
}

export const defaultSocketLimits: SocketLimits = {
  initMs: 3_000,
  messageBytes: 64 * 1024,
  subscriptionsPerSocket: 20,
  socketsPerUser: 10,
  socketsPerAddress: 100,
  bufferBytes: 1024 * 1024,
  drainMs: 5_000,
};
