import { connect, createServer, type Socket } from "node:net";
import { portOf } from "@micro-shop/common/testing/portOf";

/** One port before several instances: each new connection goes to the next instance that takes it. */
export interface Balancer {
  readonly port: number;
  setTargets(ports: readonly number[]): void;
  close(): Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  let targets: readonly number[] = [];
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("error", () => client.destroy());
    client.once("close", () => open.delete(client));
    turn += 1;
    joinTo(client, [
      ...targets.slice(turn % targets.length),
      ...targets.slice(0, turn % targets.length),
    ]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: portOf(server),
    setTargets(ports) {
      targets = ports;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Tries one instance after the other; with none left the client is turned away. */
function joinTo(client: Socket, [port, ...others]: readonly number[]): void {
  if (port === undefined) {
    client.resetAndDestroy();
    return;
  }
  const upstream = connect(port, "127.0.0.1");
  let isConnected = false;
  upstream.once("connect", () => {
    isConnected = true;
    client.pipe(upstream).pipe(client);
  });
  upstream.on("error", () => {
    if (isConnected) client.destroy();
    else joinTo(client, others);
  });
  upstream.once("close", () => {
    if (isConnected) client.destroy();
  });
  client.once("close", () => upstream.destroy());
}
