import type { Pool, RowDataPacket } from "mysql2/promise";
import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";
import type { BenchMall } from "./benchMall";
import { cpuTimeMs } from "./cpuTime";
import { sumMetric } from "./metrics";

/** What a mall has used up since its start, or between two readings. */
export interface Costs {
  /** SQL statements of the services without BEGIN, COMMIT and SET: those clients waited for, and those of jobs. */
  readonly requestStatements: number;
  readonly backgroundStatements: number;
  /** HTTP requests the gateway sent to subgraphs. */
  readonly gatewayCalls: number;
  /** HTTP requests between subgraphs: steps of sagas, events; and notices of the payment provider. */
  readonly siblingCalls: number;
  /** Transactions that wrote, on the server's own count; each is durable before it is answered. */
  readonly transactions: number;
  readonly inserts: number;
  /** UPDATE and DELETE. */
  readonly updates: number;
  /** Processor time in milliseconds. */
  readonly cpuMs: Readonly<Record<ServiceName | "gateway" | "database" | "clients", number>>;
}

const mallNames = [...serviceNames, "gateway"] as const;

/** InnoDB counts transactions only when told to. */
export async function countTransactions({ pool }: BenchMall["database"]): Promise<void> {
  await pool.query("SET GLOBAL innodb_monitor_enable = 'trx_commits_insert_update'");
}

export async function readCosts({ mall, database, databasePid }: BenchMall): Promise<Costs> {
  // The processor first: what reading costs is not the mall's.
  const cpu = await Promise.all(
    mallNames.map(async (name) => [name, await cpuTimeMs(mall.pid(name) ?? 0)] as const),
  );
  const { user, system } = process.cpuUsage();
  const databaseCpu = await cpuTimeMs(databasePid);
  const texts = await Promise.all(
    mallNames.map(async (name) => {
      const response = await fetch(`http://127.0.0.1:${mall.ports[name]}/metrics`);
      return [name, await response.text()] as const;
    }),
  );
  const sum = (name: string, isWanted?: (labels: Readonly<Record<string, string>>) => boolean) =>
    texts.reduce((total, [, text]) => total + sumMetric(text, name, isWanted), 0);
  const gatewayCalls = sum("gateway_subgraph_call_duration_seconds_count");
  const received = texts
    .filter(([name]) => name !== "gateway")
    .reduce((total, [, text]) => total + sumMetric(text, REQUESTS, isWork), 0);
  return {
    requestStatements: sum("mall_sql_statements_total", ({ origin }) => origin === "request"),
    backgroundStatements: sum("mall_sql_statements_total", ({ origin }) => origin === "background"),
    gatewayCalls,
    siblingCalls: received - gatewayCalls,
    ...(await readWrites(database.pool)),
    cpuMs: {
      ...(Object.fromEntries(cpu) as Record<(typeof mallNames)[number], number>),
      database: databaseCpu,
      clients: (user + system) / 1_000,
    },
  };
}

const REQUESTS = "mall_http_request_duration_seconds_count";

/** What is asked for by clients and siblings, not by whoever watches. */
function isWork({ route = "" }: Readonly<Record<string, string>>): boolean {
  return route === "/graphql" || route.startsWith("/webhooks");
}

type Writes = Pick<Costs, "transactions" | "inserts" | "updates">;

async function readWrites(pool: Pool): Promise<Writes> {
  const [rows] = await pool.query<RowDataPacket[]>(
    `SHOW GLOBAL STATUS WHERE variable_name IN ('Com_insert', 'Com_update', 'Com_delete',
      'Com_insert_select', 'Com_replace', 'Com_update_multi', 'Com_delete_multi')`,
  );
  let [inserts, updates] = [0, 0];
  for (const { Variable_name: name, Value: value } of rows) {
    if (/insert|replace/.test(String(name))) inserts += Number(value);
    else updates += Number(value);
  }
  const [[counted]] = await pool.query<RowDataPacket[]>(
    "SELECT count AS n FROM information_schema.innodb_metrics WHERE name = 'trx_commits_insert_update'",
  );
  return { inserts, updates, transactions: Number(counted?.["n"]) };
}

/** What came to the one since the other. */
export function costsBetween(before: Costs, after: Costs): Costs {
  return combine(before, after, (one, other) => other - one);
}

/** A cost a piece, of so many pieces. */
export function costsPer(count: number, costs: Costs): Costs {
  return combine(costs, costs, (one) => one / count);
}

function combine(left: Costs, right: Costs, of: (left: number, right: number) => number): Costs {
  const { cpuMs: leftCpu, ...leftCounts } = left;
  const { cpuMs: rightCpu, ...rightCounts } = right;
  return {
    ...combineCounts(leftCounts, rightCounts, of),
    cpuMs: combineCounts(leftCpu, rightCpu, of),
  };
}

function combineCounts<Key extends string>(
  left: Readonly<Record<Key, number>>,
  right: Readonly<Record<Key, number>>,
  of: (left: number, right: number) => number,
): Record<Key, number> {
  const keys = Object.keys(left) as Key[];
  return Object.fromEntries(keys.map((key) => [key, of(left[key], right[key])])) as Record<
    Key,
    number
  >;
}

/** Processor time of the six processes of the mall, its database and its clients apart. */
export function mallCpuMs({ cpuMs }: Costs): number {
  return mallNames.reduce((sum, name) => sum + cpuMs[name], 0);
}
