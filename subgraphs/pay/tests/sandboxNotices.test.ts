import { createServer, type IncomingMessage, type Server } from "node:http";
import { eq, like } from "drizzle-orm";
import { useClock } from "@micro-shop/common/clock";
import { portOf } from "@micro-shop/common/testing/portOf";
import { paymentAttempts, payments, sandboxCharges, sandboxNotices } from "../model/tables";
import { deliverNotices } from "../providers/sandbox/server/deliverNotices";
import { settleDue } from "../providers/sandbox/server/settleDue";
import { verifySignature, SIGNATURE_HEADER } from "../providers/sandbox/signature";
import { granted, stateOf } from "./refundSupport";
import { startTestService, until } from "./service";
import {
  dueOrder,
  impatient,
  pay,
  payBench,
  WEBHOOK_SECRET,
  type DueOrder,
  type PayBench,
} from "./support";

let bench: PayBench;

beforeAll(async () => {
  bench = await payBench("sandbox_notices");
});
afterEach(async () => {
  // What one test leaves waiting would be delivered in the next.
  await bench.database.drizzle.update(sandboxCharges).set({ resultAt: null });
  await bench.database.drizzle.update(sandboxNotices).set({ nextDeliveryAt: null });
});
afterAll(() => bench.database.close());

async function statusOf({ paymentId }: DueOrder) {
  const [row] = await bench.database.drizzle
    .select({ status: payments.status })
    .from(payments)
    .where(eq(payments.id, paymentId));
  return row?.status;
}

async function chargeOf({ paymentId }: DueOrder) {
  const [row] = await bench.database.drizzle
    .select({ charge: sandboxCharges })
    .from(sandboxCharges)
    .innerJoin(paymentAttempts, eq(paymentAttempts.providerReference, sandboxCharges.reference))
    .where(eq(paymentAttempts.paymentId, paymentId));
  return row?.charge;
}

async function noticeOf(order: DueOrder) {
  const { reference = "" } = (await chargeOf(order)) ?? {};
  const [row] = await bench.database.drizzle
    .select()
    .from(sandboxNotices)
    .where(like(sandboxNotices.body, `%${reference}%`));
  return row;
}

describe("a slow result of the sandbox", () => {
  it("comes back over HTTP to the running service, which captures and tells the order", async () => {
    const service = await startTestService(bench.database.url);
    try {
      const order = await dueOrder(bench);
      const { payment } = await pay(bench, order, { methodToken: "tok_slow_300" });
      expect(payment?.status).toBe("IN_FLIGHT");
      await until(async () => (await statusOf(order)) === "CAPTURED", "captured");
      await until(async () => service.published.length > 0, "announced");
      expect(service.published.map((event) => event.topic)).toEqual(["payment.captured"]);
      expect(JSON.parse(service.published[0]?.payload ?? "")).toMatchObject({
        orderId: order.orderId,
      });
      await until(async () => (await noticeOf(order))?.deliveredAt instanceof Date, "delivered");
      expect(await noticeOf(order)).toMatchObject({ nextDeliveryAt: null });
      expect(await chargeOf(order)).toMatchObject({ status: "CAPTURED", resultAt: null });
    } finally {
      await service.stop();
    }
  });

  it("of a refund comes back so too, and is booked and told once", async () => {
    const service = await startTestService(bench.database.url);
    try {
      const order = await dueOrder(bench);
      await pay(bench, order, { methodToken: "tok_slow_300" });
      await until(async () => (await statusOf(order)) === "CAPTURED", "captured");
      await granted(bench, order, 45);
      const refunds = async () => (await stateOf(bench, order)).refunds[0]?.status;
      await until(async () => (await refunds()) === "SUCCEEDED", "went back");
      expect(await stateOf(bench, order)).toMatchObject({ refundedMinor: 45, bookings: 1 });
      const topics = () => service.published.map((event) => event.topic);
      await until(async () => topics().includes("refund.succeeded"), "announced");
      expect(topics()).toEqual(["payment.captured", "refund.succeeded"]);
    } finally {
      await service.stop();
    }
  });

  it("survives a restart of the service", async () => {
    const first = await startTestService(bench.database.url);
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_slow_400" });
    await first.stop();
    expect(await statusOf(order)).toBe("IN_FLIGHT");
    const second = await startTestService(bench.database.url);
    try {
      await until(async () => (await statusOf(order)) === "CAPTURED", "captured");
    } finally {
      await second.stop();
    }
  });

  it("may come before the answer to the payment itself", async () => {
    const service = await startTestService(bench.database.url);
    try {
      const order = await dueOrder(bench);
      await pay(bench, order, { methodToken: "tok_slow_0" });
      await until(async () => (await statusOf(order)) === "CAPTURED", "captured");
    } finally {
      await service.stop();
    }
  });
});

it("a result that got lost is asked for by the running service", async () => {
  const order = await dueOrder(bench);
  await pay(impatient(bench), order, { methodToken: "tok_unknown" });
  await bench.database.drizzle.update(paymentAttempts).set({ nextPollAt: new Date() });
  const service = await startTestService(bench.database.url);
  try {
    await until(async () => (await statusOf(order)) === "CAPTURED", "captured");
  } finally {
    await service.stop();
  }
});

describe("the sandbox", () => {
  let merchant: Server;
  let received: { id: string; signature: string }[];
  let answers: number[];

  beforeAll(async () => {
    merchant = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const signature = String(request.headers[SIGNATURE_HEADER]);
        verifySignature(WEBHOOK_SECRET, body, signature);
        received.push({ id: (JSON.parse(body.toString()) as { id: string }).id, signature });
        response.writeHead(answers.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => merchant.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    received = [];
    answers = [];
  });
  afterAll(() => new Promise((resolve) => merchant.close(resolve)));

  async function deliver(port = portOf(merchant), repeats = 0): Promise<number> {
    const { database, log } = bench;
    const url = `http://127.0.0.1:${port}/`;
    const urls = { CARD: url, WALLET: url };
    await settleDue(database);
    return deliverNotices({ database, log, urls, repeats, webhookSecret: WEBHOOK_SECRET });
  }

  it("sends a notice again, signed anew under the same id, until it is taken", async () => {
    let passedMs = 0;
    const restore = useClock({ now: () => new Date(Date.now() + passedMs) });
    try {
      await pay(bench, await dueOrder(bench), { methodToken: "tok_slow_1000" });
      expect(await deliver()).toBe(0);
      answers = [500, 302, 404];
      for (let round = 0; round < 6; round++) {
        passedMs += 70_000;
        await deliver();
      }
      expect(received).toHaveLength(4);
      expect(new Set(received.map(({ id }) => id)).size).toBe(1);
      expect(new Set(received.map(({ signature }) => signature)).size).toBe(4);
    } finally {
      restore();
    }
  });

  it("sends a notice again that was taken, where trials want it so", async () => {
    let passedMs = 0;
    const restore = useClock({ now: () => new Date(Date.now() + passedMs) });
    try {
      await pay(bench, await dueOrder(bench), { methodToken: "tok_slow_0" });
      for (let round = 0; round < 5; round++) {
        await deliver(portOf(merchant), 2);
        passedMs += 2_000;
      }
      expect(received).toHaveLength(3);
      expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    } finally {
      restore();
    }
  });

  it("sends a notice again when nobody listens", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_slow_0" });
    expect(await deliver(1)).toBe(1);
    expect(await chargeOf(order)).toMatchObject({ status: "CAPTURED" });
    const notice = await noticeOf(order);
    expect(notice).toMatchObject({ deliveries: 1, deliveredAt: null });
    expect(notice?.nextDeliveryAt).toBeInstanceOf(Date);
  });

  it("keeps no connection to a merchant whose answer goes on and on", async () => {
    const order = await dueOrder(bench);
    await pay(bench, order, { methodToken: "tok_slow_0" });
    const endless = createServer((request, response) => {
      request.resume();
      response.write("taken, and furthermore");
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    const hungUp = new Promise<void>((resolve) => {
      endless.on("connection", (socket) => socket.on("close", () => resolve()));
    });
    const started = performance.now();
    expect(await deliver(portOf(endless))).toBe(1);
    await hungUp;
    // Sooner than the deadline of the call would have ended it.
    expect(performance.now() - started).toBeLessThan(2_500);
    expect((await noticeOf(order))?.deliveredAt).toBeInstanceOf(Date);
    endless.close();
  });

  it("sends each notice from one instance", async () => {
    for (let index = 0; index < 10; index++) {
      await pay(bench, await dueOrder(bench), { methodToken: "tok_slow_0" });
    }
    const sent = await Promise.all([deliver(), deliver()]);
    expect(sent[0] + sent[1]).toBe(10);
    expect(new Set(received.map(({ id }) => id)).size).toBe(10);
    expect(received).toHaveLength(10);
  });
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
