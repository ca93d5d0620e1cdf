import { eq } from "drizzle-orm";
import type { RowDataPacket } from "mysql2/promise";
import { newId } from "@micro-shop/common/ids";
import { seededRandom } from "@micro-shop/common/testing/seededRandom";
import { ledgerEntries, paymentAttempts, payments } from "../model/tables";
import {
  close,
  dueOrder,
  orderService,
  pay,
  payBench,
  run,
  type DueOrder,
  type PayBench,
} from "./support";

interface WaitCount extends RowDataPacket {
  readonly waits: number;
}

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("races");
});
afterAll(() => bench.database.close());

function times<Value>(count: number, work: (index: number) => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

async function booksOf({ paymentId }: DueOrder) {
  const { drizzle } = bench.database;
  const [[payment], attempts, ledger] = await Promise.all([
    drizzle.select().from(payments).where(eq(payments.id, paymentId)),
    drizzle.select().from(paymentAttempts).where(eq(paymentAttempts.paymentId, paymentId)),
    drizzle.select().from(ledgerEntries).where(eq(ledgerEntries.paymentId, paymentId)),
  ]);
  return {
    status: payment?.status,
    captured: payment?.capturedMinor,
    attempts: attempts.map((attempt) => attempt.status),
    bookings: ledger.length,
  };
}

describe("payments of one order that race", () => {
  it("capture once, of 50 with keys of their own", async () => {
    const order = await dueOrder(bench, { amountMinor: 700 });
    const answers = await times(50, () => pay(bench, order, {}));
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(codes).toEqual(Array(49).fill("ALREADY_PAID"));
    expect(await booksOf(order)).toEqual({
      status: "CAPTURED",
      captured: 700,
      attempts: ["CAPTURED"],
      bookings: 2,
    });
  });

  it("are one payment, of 50 with the same key", async () => {
    const order = await dueOrder(bench);
    const idempotencyKey = newId();
    const answers = await times(50, () => pay(bench, order, { idempotencyKey }));
    for (const { payment, userErrors } of answers) {
      expect(userErrors).toEqual([]);
      expect(payment?.id).toBe(order.paymentId);
      expect(["IN_FLIGHT", "CAPTURED"]).toContain(payment?.status);
    }
    expect((await booksOf(order)).attempts).toEqual(["CAPTURED"]);
  });

  it("never have two attempts in flight, whatever is declined between them", async () => {
    const random = seededRandom();
    const order = await dueOrder(bench);
    const tokens = ["tok_decline", "tok_decline", "tok_decline", "tok_approve"];
    await times(40, () =>
      pay(bench, order, { methodToken: tokens[random.integer(tokens.length)] ?? "" }),
    );
    const { attempts, captured, bookings } = await booksOf(order);
    const paid = attempts.filter((status) => status === "CAPTURED").length;
    const context = `seed ${random.seed}`;
    expect([context, paid <= 1, attempts.includes("IN_FLIGHT")]).toEqual([context, true, false]);
    expect([context, bookings, (captured ?? 0) > 0]).toEqual([context, paid * 2, paid === 1]);
  });
});

describe("closing that races", () => {
  it("with paying ends in closed or paid, and both sides are told the same", async () => {
    const outcomes = await times(40, async () => {
      const order = await dueOrder(bench);
      const [paid, outcome] = await Promise.all([
        pay(bench, order, {}),
        close(bench, order.orderId),
      ]);
      const { status } = await booksOf(order);
      const isPaid = paid.userErrors.length === 0;
      expect([isPaid, status]).toEqual([isPaid, isPaid ? "CAPTURED" : "CLOSED"]);
      if (!isPaid) expect(paid.userErrors).toMatchObject([{ code: "INVALID_STATE" }]);
      expect(isPaid ? ["IN_FLIGHT", "CAPTURED"] : ["CLOSED"]).toContain(outcome);
      return status;
    });
    expect(outcomes).toHaveLength(40);
  });

  it("with a payment that is submitted between its look and its change leaves that alone", async () => {
    const order = await dueOrder(bench);
    const { drizzle, pool } = bench.database;
    // Holds the payment's row, so that both queue up behind it in a known order.
    const connection = await pool.getConnection();
    await connection.query("START TRANSACTION");
    await connection.query("SELECT id FROM payment WHERE order_id = ? FOR UPDATE", [
      Buffer.from(order.orderId.replaceAll("-", ""), "hex"),
    ]);
    const paying = pay(bench, order, { methodToken: "tok_never" });
    await waitForLockWaits(1);
    const closing = close(bench, order.orderId);
    await waitForLockWaits(2);
    await connection.query("COMMIT");
    connection.release();
    expect(await paying).toMatchObject({ payment: { status: "IN_FLIGHT" } });
    expect(await closing).toBe("IN_FLIGHT");
    const [row] = await drizzle.select().from(payments).where(eq(payments.id, order.paymentId));
    expect(row?.status).toBe("IN_FLIGHT");
  });

  it("with creating ends in a closed payment or in none, and never in one that can be paid", async () => {
    await times(40, async () => {
      const orderId = newId();
      const input = {
        orderId,
        buyerId: newId(),
        amountMinor: 1,
        currency: "USD",
        expiresAt: new Date(Date.now() + 60_000),
      };
      const [created, outcome] = await Promise.all([
        run(
          bench,
          orderService,
          `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { paymentId } }`,
          { input },
        ),
        close(bench, orderId),
      ]);
      const rows = await bench.database.drizzle
        .select()
        .from(payments)
        .where(eq(payments.orderId, orderId));
      expect(outcome).toBe("CLOSED");
      expect(rows.map((row) => row.status)).toEqual(created.data ? ["CLOSED"] : []);
    });
  });
});

/** Resolves once so many connections of this database are busy changing a payment, which they are only while they wait. */
async function waitForLockWaits(count: number): Promise<void> {
  for (;;) {
    const [rows] = await bench.database.pool.query<WaitCount[]>(
      `SELECT COUNT(*) AS waits FROM information_schema.processlist
       WHERE db = DATABASE() AND info LIKE 'update _payment_ set%'`,
    );
    if ((rows[0]?.waits ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
