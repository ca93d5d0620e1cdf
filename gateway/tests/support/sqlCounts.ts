import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";
import type { MallPorts } from "@micro-shop/common/supervisor/ports";

export type SqlCounts = Readonly<Record<ServiceName, number>>;

/** The SQL statements each service has sent for requests so far, without BEGIN, COMMIT and jobs of its own. */
async function readSqlCounts(ports: MallPorts): Promise<SqlCounts> {
  const counts = serviceNames.map(async (name) => {
    const metrics = await (await fetch(`http://127.0.0.1:${ports[name]}/metrics`)).text();
    const match = /mall_sql_statements_total\{origin="request"\} (\d+)/.exec(metrics);
    return [name, Number(match?.[1] ?? 0)] as const;
  });
  return Object.fromEntries(await Promise.all(counts)) as SqlCounts;
}

/** What a piece of work cost in SQL statements, service by service. Nothing else may use the mall meanwhile. */
export async function sqlCostOf(
  ports: MallPorts,
  work: () => Promise<unknown>,
): Promise<SqlCounts> {
  const before = await readSqlCounts(ports);
  await work();
  const after = await readSqlCounts(ports);
  const costs = serviceNames.map((name) => [name, after[name] - before[name]] as const);
  return Object.fromEntries(costs) as SqlCounts;
}
