import { createServer, request as send } from "node:http";
import { portOf } from "@micro-shop/common/testing/portOf";

export interface LossyProxy {
  readonly url: string;
  readonly port: number;
  /** The next request arrives and is answered, but its answer never comes back. */
  loseNextAnswer(): void;
  stop(): Promise<void>;
}

/** Stands between a merchant and its provider. */
export async function startLossyProxy(targetUrl: string): Promise<LossyProxy> {
  const target = new URL(targetUrl);
  let isLosing = false;
  let lostKey: unknown = null;
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const key = headers["idempotency-key"] ?? null;
    // A client that tries once more by itself, as Stripe's does, is told as little.
    const isLost = isLosing || (key !== null && key === lostKey);
    isLosing = false;
    lostKey = isLost ? key : null;
    const { hostname, port } = target;
    const forwarded = send(
      { hostname, port, method, path: url, headers: { ...headers, connection: "close" } },
      (answer) => {
        if (isLost) {
          answer.resume().on("end", () => incoming.socket.destroy());
          return;
        }
        const { connection: _connection, ...kept } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, kept);
        answer.pipe(outgoing);
      },
    );
    forwarded.on("error", () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    port: portOf(server),
    loseNextAnswer: () => {
      isLosing = true;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
