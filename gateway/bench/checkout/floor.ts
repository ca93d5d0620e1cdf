import type { Pool, PoolConnection } from "mysql2/promise";
import { openDatabase } from "@micro-shop/common/database/pool";
import { runClosedLoop, type LoopResult } from "./closedLoop";
import type { Costs } from "./costs";

/** How many statements of each kind one order takes, in how many durable transactions. */
export interface OrderShape {
  readonly transactions: number;
  readonly inserts: number;
  readonly updates: number;
  readonly selects: number;
}

/** The statements of an order without the mall around them: straight to the server, one connection a client. */
export interface Floor {
  run(clients: number, durationMs: number): Promise<LoopResult>;
  close(): Promise<void>;
}

const DATABASE = "bench_floor";
const ROWS = 10_000;
/** About what a row of an order, a line or an event takes. */
const BODY = "x".repeat(200);

const SELECT = `SELECT id, value, body FROM ${DATABASE}.account WHERE id = ?`;
const UPDATE = `UPDATE ${DATABASE}.account SET value = value + 1 WHERE id = ?`;
const INSERT = `INSERT INTO ${DATABASE}.entry (account_id, body) VALUES (?, ?)`;

export function shapeOf(perOrder: Costs): OrderShape {
  const statements = perOrder.requestStatements + perOrder.backgroundStatements;
  const writes = perOrder.inserts + perOrder.updates;
  return {
    transactions: Math.max(1, Math.round(perOrder.transactions)),
    inserts: Math.round(perOrder.inserts),
    updates: Math.round(perOrder.updates),
    selects: Math.max(0, Math.round(statements - writes)),
  };
}

export async function createFloor(
  adminUrl: string,
  shape: OrderShape,
  mostClients: number,
): Promise<Floor> {
  const { pool, close } = openDatabase({ url: adminUrl, connectionLimit: mostClients });
  await createTables(pool);
  const transactions = dealOut(shape);
  return {
    async run(clients, durationMs) {
      const connections: PoolConnection[] = [];
      try {
        while (connections.length < clients) connections.push(await pool.getConnection());
        return await runClosedLoop({
          clients,
          durationMs,
          round: async (client) => {
            const connection = connections[client];
            if (connection) await runOrder(connection, transactions);
          },
        });
      } finally {
        for (const connection of connections) connection.release();
      }
    },
    close,
  };
}

async function createTables(pool: Pool): Promise<void> {
  await pool.query(`CREATE DATABASE ${DATABASE}`);
  await pool.query(
    `CREATE TABLE ${DATABASE}.account (id INT PRIMARY KEY, value BIGINT NOT NULL, body VARCHAR(255) NOT NULL)`,
  );
  await pool.query(
    `CREATE TABLE ${DATABASE}.entry (
       id BIGINT AUTO_INCREMENT PRIMARY KEY, account_id INT NOT NULL, body VARCHAR(255) NOT NULL, KEY (account_id)
     )`,
  );
  const rows = Array.from({ length: ROWS }, (_unused, id) => [id, 0, BODY]);
  await pool.query(`INSERT INTO ${DATABASE}.account (id, value, body) VALUES ?`, [rows]);
}

type Statement = "select" | "update" | "insert";

/** The statements of an order, dealt out evenly to its transactions; in each the reads come first. */
export function dealOut({
  transactions,
  inserts,
  updates,
  selects,
}: OrderShape): readonly (readonly Statement[])[] {
  const dealt: Statement[][] = Array.from({ length: transactions }, () => []);
  const kinds = { select: selects, update: updates, insert: inserts };
  let turn = 0;
  for (const [kind, count] of Object.entries(kinds) as [Statement, number][]) {
    // Writes begin anew, so that no transaction is left without one.
    if (kind === "update") turn = 0;
    for (let dealtOfKind = 0; dealtOfKind < count; dealtOfKind++) {
      dealt[turn % transactions]?.push(kind);
      turn += 1;
    }
  }
  return dealt;
}

async function runOrder(
  connection: PoolConnection,
  transactions: readonly (readonly Statement[])[],
): Promise<void> {
  for (const statements of transactions) {
    await connection.query("BEGIN");
    for (const statement of statements) {
      const id = Math.floor(Math.random() * ROWS);
      if (statement === "select") await connection.execute(SELECT, [id]);
      else if (statement === "insert") await connection.execute(INSERT, [id, BODY]);
      else await connection.execute(UPDATE, [id]);
    }
    await connection.query("COMMIT");
  }
}
