import { createServer } from "node:net";
import { ConfigError, gatewaySettings, loadConfig } from "../config";
import { defaultPorts, serviceNames, type ServiceName } from "../serviceNames";
import { describeListenError } from "../server/startProblems";
import { StartProblem } from "../startProblem";

export type MallPorts = Readonly<Record<ServiceName | "gateway", number>>;

/** A port the mall needs is in use. The message names the setting that moves it. */
export class PortTakenError extends StartProblem {
  override readonly name = "PortTakenError";
}

/**
 * The ports that the settings ask for: `PORT` for the gateway, the port in `<NAME>_URL` for a subgraph.
 * Checks all settings that the services share, so that a bad one is named before anything is started. Throws a ConfigError.
 */
export function portsFrom(environment: NodeJS.ProcessEnv): MallPorts {
  const settings = loadConfig(gatewaySettings(), environment);
  const ports = { ...defaultPorts, gateway: settings.PORT };
  for (const name of serviceNames) {
    ports[name] = Number(new URL(settings[urlKey(name)]).port || defaultPorts[name]);
  }
  requireDistinct(ports);
  return ports;
}

/** Port 0, "any", suits a service alone: the others could not find it. */
function requireDistinct(ports: MallPorts): void {
  const problems: string[] = [];
  const owners = new Map<number, string>();
  for (const name of ["gateway", ...serviceNames] as const) {
    const key = name === "gateway" ? "PORT" : urlKey(name);
    const owner = owners.get(ports[name]);
    if (ports[name] === 0) problems.push(`${key} names port 0. Use one from 1 to 65535.`);
    else if (owner !== undefined) {
      problems.push(`${owner} and ${key} both name port ${ports[name]}. Use a port for each.`);
    }
    owners.set(ports[name], key);
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Name of the setting with a subgraph's base URL, e.g. `ORDER_URL`. */
export function urlKey<Name extends ServiceName>(name: Name): `${Uppercase<Name>}_URL` {
  return `${name.toUpperCase()}_URL` as `${Uppercase<Name>}_URL`;
}

/** Throws a PortTakenError when something listens on one of the ports. */
export async function requireFreePorts(ports: MallPorts): Promise<void> {
  for (const name of ["gateway", ...serviceNames] as const) {
    if (await isPortFree(ports[name])) continue;
    const { says, fix } = describeTakenPort(name, ports[name]);
    throw new PortTakenError(
      `${says}. Stop what listens there (is the mall already running?), or choose another: ${fix}`,
    );
  }
}

/** What to say of a taken port, and the command that avoids it. */
export function describeTakenPort(
  name: ServiceName | "gateway",
  port: number,
): { readonly says: string; readonly fix: string } {
  const [owner, setting] =
    name === "gateway"
      ? ["the gateway", `PORT=${port + 100}`]
      : [`the ${name} subgraph`, `${urlKey(name)}=http://127.0.0.1:${port + 100}`];
  return { says: `Port ${port}, wanted by ${owner}, is in use`, fix: `${setting} npm start` };
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

/** Whether nobody listens on a port of this machine. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(describeListenError(error));
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
