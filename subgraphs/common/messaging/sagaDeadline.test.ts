import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { uuid } from "../database/columns";
import { runAsRequest } from "../database/statements";
import { inTransaction } from "../database/transaction";
import { newId } from "../ids";
import { createLog } from "../log";
import { startDeadline } from "../resilience/deadline";
import { createGate } from "../testing/gate";
import { createTables } from "../testing/createTables";
import { testDatabase, type TestDatabase } from "../testing/testDatabase";
import { until } from "../testing/until";
import type { SagaDefinition } from "./saga";
import { createSagaEngine } from "./sagaEngine";
import { saga } from "./tables";

const finished = mysqlTable("finished", {
  number: int("number").primaryKey().autoincrement(),
  sagaId: uuid("saga_id").notNull(),
});

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase("saga_deadline");
  await createTables(database, { saga, finished });
});
afterAll(() => database.close());

test("a saga that a request began goes on when that request is over", async () => {
  const gate = createGate();
  const left = new AbortController();
  const definition: SagaDefinition<object> = {
    kind: "slow",
    deadlineMs: 60_000,
    steps: [
      { kind: "remote", name: "call", forward: () => gate.pass().then(() => ({})) },
      {
        kind: "local",
        name: "finish",
        async forward(transaction, { id }) {
          await transaction.insert(finished).values({ sagaId: id });
        },
      },
    ],
  };
  const log = createLog("test", "silent");
  // Not started: nobody else would carry the saga on.
  const engine = createSagaEngine({ database, service: "order", log }, [definition]);
  const id = newId();
  const outcome = await runAsRequest(startDeadline(10_000, left.signal), async () => {
    const begun = await inTransaction(database, (transaction) =>
      engine.begin(transaction, definition, { id, data: {} }),
    );
    return engine.run(begun, 0);
  });
  expect(outcome).toEqual({ status: "PENDING" });
  left.abort();
  await gate.reached;
  gate.open();
  await until("the saga's last step", async () => {
    const rows = await database.drizzle.select().from(finished);
    return rows.some((row) => row.sagaId === id);
  });
});
