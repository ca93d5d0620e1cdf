import { EventEmitter } from "node:events";
import { createLog } from "@micro-shop/common/log";
import type { WebSocket } from "ws";
import { protocolSocket } from "./clientSocket";

/** A socket whose buffer the test fills and drains. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly protocol = "graphql-transport-ws";
  readyState = 1;
  bufferedAmount = 0;
  terminated = 0;
  readonly sent: string[] = [];
  readonly written: (() => void)[] = [];

  send(data: string, written: () => void): void {
    this.sent.push(data);
    this.written.push(written);
  }

  terminate(): void {
    this.terminated += 1;
    this.readyState = 3;
    this.emit("close", 1006, "");
  }
}

describe("a client’s socket", () => {
  const log = createLog("test", "silent");
  let socket: FakeSocket;

  const wrap = (drainMs: number) =>
    protocolSocket({ socket: socket as unknown as WebSocket }, { bufferBytes: 100, drainMs, log });

  beforeEach(() => {
    socket = new FakeSocket();
  });

  test("takes messages without waiting while there is room in its buffer", async () => {
    socket.bufferedAmount = 100;
    await wrap(60_000).send("a");
    expect(socket.sent).toEqual(["a"]);
  });

  test("holds back what follows while its buffer is full", async () => {
    socket.bufferedAmount = 101;
    let isSent = false;
    const sending = Promise.resolve(wrap(60_000).send("a")).then(() => (isSent = true));
    await new Promise(setImmediate);
    expect(isSent).toBe(false);
    socket.written[0]?.();
    await sending;
    expect(socket.terminated).toBe(0);
  });

  test("is cut off when its buffer stays full", async () => {
    socket.bufferedAmount = 101;
    await wrap(20).send("a");
    expect(socket.terminated).toBe(1);
  });

  test("sends nothing once it is closed", async () => {
    socket.readyState = 3;
    await wrap(20).send("a");
    expect(socket.sent).toEqual([]);
  });

  test("a message that cannot be handled closes it and is logged, not thrown", async () => {
    const closed = new Promise<number>((resolve) => {
      Object.assign(socket, { close: resolve });
    });
    wrap(20).onMessage(async () => {
      throw new Error("a bug");
    });
    socket.emit("message", Buffer.from("{}"));
    expect(await closed).toBe(4500);
  });
});
