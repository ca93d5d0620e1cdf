import { join } from "node:path";
import { serviceNames, type ServiceName } from "../../serviceNames";
import { pidOf } from "../../database/embedded/processes";
import { describeTakenPort, isPortFree, type MallPorts } from "../ports";
import type { RunningMall } from "../runningMall";
import { ok, problem, type Finding } from "./finding";

type MallName = ServiceName | "gateway";
type PortState = "free" | "ours" | "foreign";

const mallNames = ["gateway", ...serviceNames] as const;
const ANSWER_LIMIT_MS = 2_000;

export interface PortCheckOptions {
  readonly dataDir: string;
  /** The mall of this data folder, as its supervisor noted it; null when none runs. */
  readonly running: RunningMall | null;
}

/** What is on the mall's ports: nothing, a running mall, or what is in its way. */
export async function checkPorts(
  ports: MallPorts,
  { dataDir, running }: PortCheckOptions,
): Promise<readonly Finding[]> {
  const numbers = mallNames.map((name) => ports[name]).join(", ");
  if (running?.isReady === false) return [ok("ports", `${numbers}: the mall is being started`)];
  const states = await Promise.all(
    mallNames.map(async (name) => [name, await stateOf(ports[name])] as const),
  );
  const named = (...wanted: readonly PortState[]): MallName[] =>
    states.flatMap(([name, state]) => (wanted.includes(state) ? [name] : []));
  if (running === null) {
    const taken = named("foreign", "ours");
    if (taken.length === 0) return [ok("ports", `${numbers} are free`)];
    return taken.map((name) => takenPort(name, ports[name], named("ours").includes(name)));
  }
  const lost = [
    ...named("foreign").map((name) => takenPort(name, ports[name], false)),
    ...named("free").map((name) => silentPort(name, ports[name], dataDir)),
  ];
  if (lost.length > 0) return lost;
  const pid = pidOf(running.supervisor);
  return [ok("ports", `${numbers} are held by the running mall, process ${pid}`)];
}

function takenPort(name: MallName, port: number, isOurs: boolean): Finding {
  const { says, setting } = describeTakenPort(name, port);
  const whose = isOurs ? " by a mall of another data folder, or by a service started alone" : "";
  return problem("ports", `${says}${whose}`, `stop it, or ${setting} npm start`);
}

function silentPort(name: MallName, port: number, dataDir: string): Finding {
  return problem(
    "ports",
    `the mall is running, but nothing listens on ${port}, the port of ${name}`,
    `it is being started again: ask once more; if it does not come back, see the end of ${join(dataDir, "logs", `${name}.log`)}`,
  );
}

/** Whether the gateway sees all subgraphs ready; it need not run. */
export async function checkGateway(ports: MallPorts): Promise<Finding> {
  const url = `http://127.0.0.1:${ports.gateway}/health/ready`;
  if (await isPortFree(ports.gateway)) return ok("gateway", "not running; npm start starts it");
  const answer = await ask(url);
  if (answer?.status === "ready") return ok("gateway", `ready at ${url}`);
  const failing = answer?.failing?.join(", ") ?? "it does not answer";
  return problem(
    "gateway",
    `not ready: ${failing}`,
    "read the logs of what is named here, then npm start anew",
  );
}

async function stateOf(port: number): Promise<PortState> {
  if (await isPortFree(port)) return "free";
  const answer = await ask(`http://127.0.0.1:${port}/health/ready`);
  return answer?.status === "ready" || answer?.status === "not ready" ? "ours" : "foreign";
}

interface Readiness {
  readonly status?: string;
  readonly failing?: readonly string[];
}

/** Null when what listens there is none of ours. */
async function ask(url: string): Promise<Readiness | null> {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    const body: unknown = await reply.json();
    return typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}
