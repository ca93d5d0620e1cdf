import { join } from "node:path";
import type { PoolConnection, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { projectRoot } from "@micro-shop/common/config";
import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";
import { testDatabase, type TestDatabase } from "@micro-shop/common/testing/testDatabase";
import { seedMarketing } from "@micro-shop/marketing/jobs/seed";
import { seedOrders } from "@micro-shop/order/jobs/seed";
import { seedPayments } from "@micro-shop/pay/jobs/seed";
import { seedProducts } from "@micro-shop/product/jobs/seed";
import type { MallSources } from "../invariant";

/** One connection to each database, in a transaction: what is broken on it is whole again after the rollback. */
export type MallHandle = Readonly<Record<ServiceName, PoolConnection>>;

export interface SeededMall {
  /** The databases as they are, for a check of the demo data. */
  readonly databases: Readonly<Record<ServiceName, TestDatabase>>;
  /** Breaks something, looks, and undoes it. Checks of the server itself are off: they would prevent the worst. */
  look<Result>(
    breakIt: (mall: MallHandle) => Promise<unknown>,
    see: (sources: MallSources) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** The five databases of a mall with the demo data in those that invariants speak of. */
export async function seededMall(): Promise<SeededMall> {
  const made = await Promise.all(
    serviceNames.map(async (name) => {
      const folder = join(projectRoot, "subgraphs", name, "model/migrations");
      return [name, await testDatabase(`invariants_${name}`, folder)] as const;
    }),
  );
  const databases = Object.fromEntries(made) as SeededMall["databases"];
  const now = new Date();
  await seedProducts(databases.product, now);
  await seedOrders(databases.order, now);
  await seedPayments(databases.pay, now);
  await seedMarketing(databases.marketing, now);
  const handle = await openHandle(databases);
  return {
    databases,
    look: (breakIt, see) => look(handle, breakIt, see),
    close: async () => {
      for (const name of serviceNames) handle[name].destroy();
      await Promise.all(made.map(([, database]) => database.close()));
    },
  };
}

async function openHandle(databases: SeededMall["databases"]): Promise<MallHandle> {
  const opened = await Promise.all(
    serviceNames.map(async (name) => {
      const connection = await databases[name].pool.getConnection();
      await connection.query("SET SESSION check_constraint_checks = 0, foreign_key_checks = 0");
      return [name, connection] as const;
    }),
  );
  return Object.fromEntries(opened) as MallHandle;
}

async function look<Result>(
  mall: MallHandle,
  breakIt: (mall: MallHandle) => Promise<unknown>,
  see: (sources: MallSources) => Promise<Result>,
): Promise<Result> {
  const sources = serviceNames.map((name) => [name, { pool: mall[name] }]);
  try {
    for (const name of serviceNames) await mall[name].beginTransaction();
    await breakIt(mall);
    return await see(Object.fromEntries(sources) as MallSources);
  } finally {
    for (const name of serviceNames) await mall[name].rollback();
  }
}

/** Runs a statement that must change something: a test that breaks nothing proves nothing. */
export async function run(
  connection: PoolConnection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const [result] = await connection.query<ResultSetHeader>(sql, [...values]);
  if (result.affectedRows === 0) throw new Error(`Nothing was changed by: ${sql}`);
}

/** The id a SELECT finds first. */
export async function pick(connection: PoolConnection, sql: string): Promise<Buffer> {
  const [[row]] = await connection.query<(RowDataPacket & { id: Buffer })[]>(`${sql} LIMIT 1`);
  if (!row) throw new Error(`Nothing was found by: ${sql}`);
  return row.id;
}
