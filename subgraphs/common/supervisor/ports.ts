import { createServer } from "node:net";
import { defaultPorts, serviceNames, type ServiceName } from "../serviceNames";

export type MallPorts = Readonly<Record<ServiceName | "gateway", number>>;

/** A port the mall needs is in use. The message names the setting that moves it. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
}

/** The ports that the settings ask for: `PORT` for the gateway, the port in `<NAME>_URL` for a subgraph. */
export function portsFrom(environment: NodeJS.ProcessEnv): MallPorts {
  const ports = { ...defaultPorts };
  if (environment["PORT"]) ports.gateway = Number(environment["PORT"]);
  for (const name of serviceNames) {
    const url = environment[urlKey(name)];
    if (url && URL.canParse(url)) ports[name] = Number(new URL(url).port || defaultPorts[name]);
  }
  return ports;
}

/** Name of the setting with a subgraph's base URL, e.g. `ORDER_URL`. */
export function urlKey(name: ServiceName): string {
  return `${name.toUpperCase()}_URL`;
}

/** Throws a PortTakenError when something listens on one of the ports. */
export async function requireFreePorts(ports: MallPorts): Promise<void> {
  for (const name of ["gateway", ...serviceNames] as const) {
    const port = ports[name];
    if (await isFree(port)) continue;
    const fix =
      name === "gateway"
        ? `PORT=${port + 100} npm start`
        : `${urlKey(name)}=http://127.0.0.1:${port + 100} npm start`;
    throw new PortTakenError(
      `Port ${port}, wanted by the ${name}, is in use. Stop what listens there (is the mall already running?), or choose another: ${fix}`,
    );
  }
}

/** Six ports nobody listens on, for tests. */
export async function findFreePorts(): Promise<MallPorts> {
  const names = ["gateway", ...serviceNames] as const;
  const servers = names.map(() => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as MallPorts;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
