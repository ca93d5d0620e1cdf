import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { Fault } from "@micro-shop/common/errors";
import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import { handleProtocols, makeServer, type Context } from "graphql-ws";
import { WebSocketServer, type WebSocket } from "ws";
import { isAllowedOrigin, type AllowedOrigins } from "../security/allowedOrigins";
import type { Authenticate } from "../security/authentication";
import { clientAddressOf } from "../security/clientAddress";
import { keepAlive, protocolSocket, type ClientSocket } from "./clientSocket";
import { closeForFault } from "./closeForFault";
import { createSocketLane, type SocketLaneOptions } from "./socketLane";
import type { SocketLimits } from "./socketLimits";
import { createSocketRegistry } from "./socketRegistry";

/** How long a closing handshake may take before the connection is cut. */
const CLOSE_WITHIN_MS = 2_000;
const GOING_AWAY = 1001;

export interface SocketServerOptions extends Omit<SocketLaneOptions, "subscriptionsPerSocket"> {
  readonly server: Server;
  readonly path: string;
  readonly authenticate: Authenticate;
  readonly limits: SocketLimits;
  readonly origins: AllowedOrigins;
  readonly trustedProxies: number;
  readonly onCount: (sockets: number) => void;
}

export interface SocketServer {
  /** Closes the sockets of users for whom this holds, with 4403. */
  closeWhere(isRevoked: (user: CallerUser) => boolean): void;
  /** Refuses new sockets and closes all with 1001. */
  dispose(): Promise<void>;
}

/** Serves graphql-transport-ws on one path of an HTTP server. */
export function mountSockets(options: SocketServerOptions): SocketServer {
  const { server, path, limits, log } = options;
  const registry = createSocketRegistry(limits);
  const lane = createSocketLane({
    ...options,
    subscriptionsPerSocket: limits.subscriptionsPerSocket,
  });
  const protocol = makeServer<Record<string, unknown>, ClientSocket>({
    ...lane,
    connectionInitWaitTimeout: limits.initMs,
    onConnect: (context) => connect(context),
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    handleProtocols,
    perMessageDeflate: false,
  });
  let closing = false;

  async function connect({
    extra: client,
    connectionParams,
  }: Context<Record<string, unknown>, ClientSocket>) {
    try {
      client.identity = await options.authenticate(authorizationOf(connectionParams));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.debug({ err: error }, "a socket was refused");
      closeForFault(client.socket, error);
      return false;
    }
    // The client may have left while its token was checked.
    if (client.socket.readyState !== client.socket.OPEN) return false;
    if (registry.add(client)) return true;
    closeForFault(client.socket, new Fault("LIMIT_EXCEEDED", "Too many sockets are open."));
    return false;
  }

  function open(socket: WebSocket, request: IncomingMessage): void {
    const address = clientAddressOf(request, options.trustedProxies);
    const left = new AbortController();
    const client: ClientSocket = {
      socket,
      request,
      address,
      identity: null,
      operations: new Map(),
      left,
    };
    // A message that is too large, or no text: ws closes the socket with the code that says so.
    socket.on("error", (error) => log.debug({ err: error }, "a client broke its socket"));
    keepAlive(socket);
    const closed = protocol.opened(protocolSocket(client, { ...limits, log }), client);
    options.onCount(sockets.clients.size);
    socket.once("close", (code, reason) => {
      left.abort();
      closed(code, String(reason)).catch((error: unknown) => {
        log.error({ err: error }, "a socket could not be cleaned up");
      });
      options.onCount(sockets.clients.size);
    });
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    if (closing) return refuse(socket, "503 Service Unavailable");
    if (request.url?.split("?")[0] !== path) return refuse(socket, "404 Not Found");
    if (!isAllowedOrigin(request, options.origins)) return refuse(socket, "403 Forbidden");
    sockets.handleUpgrade(request, socket, head, open);
  }

  server.on("upgrade", upgrade);
  return {
    closeWhere: (isRevoked) => registry.closeWhere(isRevoked),
    async dispose() {
      closing = true;
      const clients = [...sockets.clients];
      const gone = clients.map(
        (socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())),
      );
      for (const socket of clients) socket.close(GOING_AWAY, "Going away");
      const cut = setTimeout(
        () => clients.forEach((socket) => socket.terminate()),
        CLOSE_WITHIN_MS,
      );
      await Promise.all(gone);
      clearTimeout(cut);
      sockets.close();
    },
  };
}

function authorizationOf(parameters: object | undefined): string | undefined {
  const { authorization, Authorization } = (parameters ?? {}) as Record<string, unknown>;
  const value = authorization ?? Authorization;
  if (value === undefined || value === null) return undefined;
  // Anything but text is a broken token, not a missing one.
  return typeof value === "string" ? value : "no text";
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
