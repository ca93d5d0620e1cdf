import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { parseDatabaseUrl, formatDatabaseUrl } from "@micro-shop/common/database/databaseUrl";
import type { MallPorts } from "@micro-shop/common/supervisor/ports";
import { defaultPorts, serviceNames } from "@micro-shop/common/serviceNames";
import { testServerUrl } from "@micro-shop/common/testing/testDatabase";
import type { ComposeService } from "../composeFile";
import type { BuiltImage } from "./buildImage";

/** A service of the compose file, run as a process from the image's folder. */
export interface Container {
  /** What it has printed so far. */
  output(): string;
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>;
  /** What `docker stop` sends. */
  stop(): Promise<number | null>;
}

export interface ContainerOptions {
  readonly image: BuiltImage;
  /** Stand for the hosts of the compose file on this machine. */
  readonly ports: MallPorts;
  /** Run as this user instead of ours. */
  readonly uid?: number;
}

/** Starts a service's command with its settings alone, hosts and ports of the compose network replaced. */
export function startContainer(service: ComposeService, options: ContainerOptions): Container {
  const [program = "", ...parameters] = service.command ?? [];
  const child = spawn(programPath(program), parameters, {
    cwd: options.image.root,
    env: containerEnvironment(service, options),
    stdio: ["ignore", "pipe", "pipe"],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = codeOf(child);
  return {
    output: () => output,
    ended,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** Runs a service's health check once. */
export async function isHealthy(
  service: ComposeService,
  options: ContainerOptions,
): Promise<boolean> {
  const [kind, program = "", ...parameters] = service.healthcheck?.test ?? [];
  if (kind !== "CMD") throw new Error("Only health checks of the form CMD are known here.");
  const child = spawn(programPath(program), parameters, {
    cwd: options.image.root,
    env: containerEnvironment(service, options),
    stdio: "ignore",
  });
  return (await codeOf(child)) === 0;
}

/** `node` is the image's; here it is the one that runs this. */
function programPath(program: string): string {
  return program === "node" ? process.execPath : program;
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

function containerEnvironment(
  { environment = {} }: ComposeService,
  { image, ports }: ContainerOptions,
): NodeJS.ProcessEnv {
  const entries = Object.entries({ ...image.environment, ...environment });
  return Object.fromEntries(entries.map(([key, value]) => [key, localise(String(value), ports)]));
}

/** From the compose network to this machine: `http://user:4001`, `mysql://…@mysql:3306/…`, the ports 4000 to 4005. */
function localise(value: string, ports: MallPorts): string {
  if (value.startsWith("mysql://")) return onTestServer(value);
  for (const name of [...serviceNames, "gateway"] as const) {
    const port = defaultPorts[name];
    if (value === String(port)) return String(ports[name]);
    if (value === `http://${name}:${port}`) return `http://127.0.0.1:${ports[name]}`;
  }
  return value;
}

/** The test server takes its administrator by socket, without a password. */
function onTestServer(url: string): string {
  const asked = parseDatabaseUrl(url);
  const server = parseDatabaseUrl(testServerUrl());
  const account = asked.user === "root" ? server : asked;
  return formatDatabaseUrl({
    ...server,
    user: account.user,
    password: account.password,
    database: asked.database,
  });
}
