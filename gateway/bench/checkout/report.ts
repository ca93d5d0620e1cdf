import { cpus, loadavg } from "node:os";
import { quantile } from "../quantile";
import type { LoopResult } from "./closedLoop";
import { mallCpuMs, type Costs } from "./costs";
import type { OrderShape } from "./floor";

/** One number of clients. */
export interface Step {
  readonly clients: number;
  readonly mall: LoopResult;
  readonly perOrder: Costs;
  /** Orders' worth of durable transactions a second, right before and right after. */
  readonly floors: readonly LoopResult[];
  /** Load average of the last minute before and after. */
  readonly load: readonly number[];
}

/** The machine and the hour, for a figure means nothing without them. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const load = loadavg().map((value) => value.toFixed(1));
  return (
    `${new Date().toISOString()}, Node ${process.versions.node}, ` +
    `${cpus().length} × ${cpu?.model.trim() ?? "unknown"}, load averages ${load.join(", ")}`
  );
}

export function describeShape({ transactions, inserts, updates, selects }: OrderShape): string {
  return (
    `an order is ${transactions} durable transactions with ${selects} SELECT, ` +
    `${updates} UPDATE/DELETE, ${inserts} INSERT`
  );
}

/** The steps as tables in Markdown. */
export function formatSteps(steps: readonly Step[]): string {
  return [
    "| clients | orders/s | p50 ms | p99 ms | not sold | floor/s | of the floor | load before–after |",
    "| - | - | - | - | - | - | - | - |",
    ...steps.map(speedRow),
    "",
    "| clients | SQL for requests | SQL of jobs | gateway → subgraphs | between subgraphs | transactions | CPU ms of the six | of the database | of the clients |",
    "| - | - | - | - | - | - | - | - | - |",
    ...steps.map(costRow),
    "",
    "| clients | CPU ms an order: user | product | order | pay | marketing | gateway |",
    "| - | - | - | - | - | - | - |",
    ...steps.map(cpuRow),
  ].join("\n");
}

function speedRow({ clients, mall, floors, load }: Step): string {
  const floor = floors.reduce((sum, { perSecond }) => sum + perSecond, 0) / floors.length;
  const share = floor > 0 ? `${((100 * mall.perSecond) / floor).toFixed(1)} %` : "–";
  const p = (part: number) => quantile(mall.latenciesMs, part)?.toFixed(0) ?? "–";
  const range = floors.map(({ perSecond }) => perSecond.toFixed(0)).join(", ");
  const loads = load.map((value) => value.toFixed(1)).join("–");
  return row([
    clients,
    mall.perSecond.toFixed(1),
    p(0.5),
    p(0.99),
    describeFailures(mall.failures),
    `${floor.toFixed(0)} (${range})`,
    share,
    loads,
  ]);
}

function costRow({ clients, perOrder }: Step): string {
  return row([
    clients,
    perOrder.requestStatements.toFixed(1),
    perOrder.backgroundStatements.toFixed(1),
    perOrder.gatewayCalls.toFixed(1),
    perOrder.siblingCalls.toFixed(1),
    perOrder.transactions.toFixed(1),
    mallCpuMs(perOrder).toFixed(1),
    perOrder.cpuMs.database.toFixed(1),
    perOrder.cpuMs.clients.toFixed(1),
  ]);
}

function cpuRow({ clients, perOrder: { cpuMs } }: Step): string {
  const { user, product, order, pay, marketing, gateway } = cpuMs;
  const values = [user, product, order, pay, marketing, gateway];
  return row([clients, ...values.map((value) => value.toFixed(1))]);
}

function describeFailures(failures: ReadonlyMap<string, number>): string {
  return [...failures].map(([reason, count]) => `${count} × ${reason}`).join(", ") || "0";
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}
