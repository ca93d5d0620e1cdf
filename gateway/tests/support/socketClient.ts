import type { ExecutionResult } from "graphql";
import { MessageType, type Message } from "graphql-ws";
import WebSocket from "ws";

/** A bare graphql-transport-ws client: shows every message and the close, and retries nothing. */
export interface SocketClient {
  readonly messages: Message[];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  /** Resolves with the code and the text the server closed the socket with. */
  readonly closedBecause: Promise<readonly [number, string]>;
  init(payload?: Record<string, unknown>): Promise<void>;
  send(message: object | string): void;
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  /** The next message of this operation that was not taken yet. */
  next(id: string): Promise<SocketMessage>;
  complete(id: string): void;
  close(): void;
}

export interface SocketMessage {
  readonly type: string;
  readonly payload?: unknown;
}

export interface SocketClientOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

const WAIT_MS = 8_000;

export async function openSocket(
  url: string,
  { headers = {}, path = "/graphql" }: SocketClientOptions = {},
): Promise<SocketClient> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, "graphql-transport-ws", {
    headers,
  });
  const messages: Message[] = [];
  const taken = new Set<Message>();
  const wake: (() => void)[] = [];
  const closedBecause = new Promise<readonly [number, string]>((resolve) =>
    socket.once("close", (code, reason) => resolve([code, String(reason)])),
  );
  const wakeAll = (): void => wake.splice(0).forEach((one) => one());
  socket.on("message", (data) => {
    messages.push(JSON.parse((data as Buffer).toString()) as Message);
    wakeAll();
  });
  socket.on("close", wakeAll);
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);

  async function take(matches: (message: Message) => boolean): Promise<Message> {
    const until = Date.now() + WAIT_MS;
    for (;;) {
      const found = messages.find((message) => !taken.has(message) && matches(message));
      if (found) {
        taken.add(found);
        return found;
      }
      if (socket.readyState === WebSocket.CLOSED) throw new Error("The socket closed.");
      if (Date.now() > until) throw new Error(`Nothing came: ${JSON.stringify(messages)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200);
        wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  const sendMessage = (message: object | string): void =>
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
  return {
    messages,
    closed: closedBecause.then(([code]) => code),
    closedBecause,
    send: sendMessage,
    async init(payload) {
      sendMessage({ type: MessageType.ConnectionInit, ...(payload ? { payload } : {}) });
      await take(({ type }) => type === MessageType.ConnectionAck);
    },
    subscribe: (id, query, variables = {}) =>
      sendMessage({ id, type: MessageType.Subscribe, payload: { query, variables } }),
    next: async (id) => take((message) => "id" in message && message.id === id),
    complete: (id) => sendMessage({ id, type: MessageType.Complete }),
    close: () => socket.close(1000),
  };
}

/** The result in a `next` message. Fails the test on any other message. */
export function resultOf(message: SocketMessage): ExecutionResult {
  if (message.type !== MessageType.Next)
    throw new Error(`Expected next: ${JSON.stringify(message)}`);
  return message.payload as ExecutionResult;
}

/** The codes in an `error` message, or in the errors of a `next` message. */
export function codesIn({ type, payload }: SocketMessage): string[] {
  const errors =
    type === MessageType.Error ? payload : (payload as { errors?: unknown } | undefined)?.errors;
  return ((errors ?? []) as { extensions: { code: string } }[]).map(
    ({ extensions }) => extensions.code,
  );
}
