import { eq } from "drizzle-orm";
import { newId } from "@micro-shop/common/ids";
import { ledgerEntries, paymentAttempts, payments, repairWork } from "../model/tables";
import { SIGNATURE_HEADER, signNotice } from "../providers/sandbox/signature";
import { startTestService } from "./service";
import { dueOrder, pay, payBench, WEBHOOK_SECRET, type DueOrder, type PayBench } from "./support";

/** A notice of the sandbox about a charge. */
export interface Notice {
  id: string;
  channel: string;
  type: string;
  charge: {
    reference: string;
    channel: string;
    key: string;
    amountMinor: number;
    currency: string;
    status: string;
    capturedMinor: number;
    declineCode: string | null;
    redirectUrl: string | null;
  };
}

/** What becomes of an order of `waiting` while no notice, and when one, has captured its payment. */
export const UNPAID = { status: "IN_FLIGHT", captured: 0, bookings: 0 };
export const PAID = { status: "CAPTURED", captured: 500, bookings: 2 };

/** The same charge, refused. */
export function declined(notice: Notice): Notice {
  const charge = { ...notice.charge, status: "DECLINED", capturedMinor: 0 };
  return { ...notice, charge: { ...charge, declineCode: "CARD_DECLINED" } };
}

export interface WebhookBench {
  readonly bench: PayBench;
  /** Of the running service. */
  readonly url: string;
  /** An order of 500 whose payment waits for a result that will only come by a notice, and that notice. */
  waiting(): Promise<{ order: DueOrder; notice: Notice }>;
  /** Sends a notice, signed unless headers are given; answers the HTTP status. */
  send(notice: Notice | string, headers?: Record<string, string>): Promise<number>;
  attemptOf(order: DueOrder): Promise<typeof paymentAttempts.$inferSelect>;
  stateOf(order: DueOrder): Promise<Record<"status" | "captured" | "bookings", unknown>>;
  workOf(order: DueOrder): Promise<{ kind: string; found: string }[]>;
  close(): Promise<void>;
}

/** A service that takes notices, on a database of its own. */
export async function webhookBench(name: string): Promise<WebhookBench> {
  const bench = await payBench(name);
  const service = await startTestService(bench.database.url);
  const { drizzle } = bench.database;
  const attemptOf = async ({ paymentId }: DueOrder) => {
    const [attempt] = await drizzle
      .select()
      .from(paymentAttempts)
      .where(eq(paymentAttempts.paymentId, paymentId));
    if (!attempt) throw new Error("no attempt");
    return attempt;
  };
  return {
    bench,
    url: service.url,
    attemptOf,
    async waiting() {
      const order = await dueOrder(bench, { amountMinor: 500 });
      await pay(bench, order, { methodToken: "tok_never" });
      const { id, providerReference } = await attemptOf(order);
      return { order, notice: captureNotice(id, providerReference ?? "") };
    },
    async send(notice, headers) {
      const body = typeof notice === "string" ? notice : JSON.stringify(notice);
      const signature = { [SIGNATURE_HEADER]: signNotice(WEBHOOK_SECRET, Buffer.from(body)) };
      const { status } = await fetch(`${service.url}/webhooks/sandbox`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(headers ?? signature) },
        body,
      });
      return status;
    },
    async stateOf({ paymentId }) {
      const [payment] = await drizzle.select().from(payments).where(eq(payments.id, paymentId));
      const ledger = await drizzle
        .select()
        .from(ledgerEntries)
        .where(eq(ledgerEntries.paymentId, paymentId));
      return { status: payment?.status, captured: payment?.capturedMinor, bookings: ledger.length };
    },
    workOf: ({ paymentId }) =>
      drizzle
        .select({ kind: repairWork.kind, found: repairWork.found })
        .from(repairWork)
        .where(eq(repairWork.paymentId, paymentId)),
    async close() {
      await service.stop();
      await bench.database.close();
    },
  };
}

function captureNotice(key: string, reference: string): Notice {
  const charge = { reference, channel: "CARD", key, amountMinor: 500, currency: "USD" };
  const result = { status: "CAPTURED", capturedMinor: 500, declineCode: null, redirectUrl: null };
  const id = `event_${newId()}`;
  return { id, channel: "CARD", type: "charge", charge: { ...charge, ...result } };
}
