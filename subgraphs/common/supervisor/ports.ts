import { createServer } from "node:net";
import { ConfigError } from "../config";
import { defaultPorts, serviceNames, type ServiceName } from "../serviceNames";
import { describeListenError } from "../server/startProblems";
import { StartProblem } from "../startProblem";

export type MallPorts = Readonly<Record<ServiceName | "gateway", number>>;

const mallNames = ["gateway", ...serviceNames] as const;

/** A port the mall needs is in use. The message names the setting that moves it. */
export class PortTakenError extends StartProblem {
  override readonly name = "PortTakenError";
}

/** The ports that the settings name: `PORT` for the gateway, the port in `<NAME>_URL` for a subgraph. Throws a ConfigError. */
export function portsOf(
  settings: Readonly<{ PORT: number } & Record<`${Uppercase<ServiceName>}_URL`, string>>,
): MallPorts {
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
  for (const name of mallNames) {
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

/** Throws a PortTakenError that names every port on which something listens. */
export async function requireFreePorts(ports: MallPorts): Promise<void> {
  const found = await Promise.all(
    mallNames.map(async (name) =>
      (await isPortFree(ports[name])) ? [] : [describeTakenPort(name, ports[name])],
    ),
  );
  const taken = found.flat();
  if (taken.length === 0) return;
  const says = taken.map((port) => port.says).join(". ");
  const settings = taken.map((port) => port.setting).join(" ");
  throw new PortTakenError(
    `${says}. Stop what listens there (is a mall running?), or choose others: ${settings} npm start`,
  );
}

/** What to say of a taken port, and the setting that avoids it. */
export function describeTakenPort(
  name: ServiceName | "gateway",
  port: number,
): { readonly says: string; readonly setting: string } {
  const other = port + 100 > 65_535 ? port - 100 : port + 100;
  const [owner, setting] =
    name === "gateway"
      ? ["the gateway", `PORT=${other}`]
      : [`the ${name} subgraph`, `${urlKey(name)}=http://127.0.0.1:${other}`];
  return { says: `Port ${port}, wanted by ${owner}, is in use`, setting };
}

/** Six ports nobody listens on, for tests. */
export async function findFreePorts(): Promise<MallPorts> {
  const servers = mallNames.map(() => createServer());
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
  return Object.fromEntries(mallNames.map((name, index) => [name, ports[index]])) as MallPorts;
}

/** The settings that put a mall on these ports. */
export function portSettings(ports: MallPorts): Readonly<Record<string, string>> {
  const urls = serviceNames.map((name): [string, string] => [
    urlKey(name),
    `http://127.0.0.1:${ports[name]}`,
  ]);
  return { PORT: String(ports.gateway), ...Object.fromEntries(urls) };
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
