import { setTimeout as pause } from "node:timers/promises";
import { until } from "@micro-shop/common/testing/until";
import { startBenchMall } from "./checkout/benchMall";
import { registerBuyers, stockGoods, type Buyer } from "./checkout/people";
import { openShop, type Shop } from "./checkout/purchase";
import { describeMachine } from "./checkout/report";
import { quantile } from "./quantile";
import { readSettings, UsageError, type DelaySettings } from "./subscriptionDelay/settings";
import { openWatcher, type SeenEvent, type Watcher } from "./subscriptionDelay/watcher";

/** Of one buyer and so of one socket to the gateway, and of one from there to an instance of order. */
const ORDERS_PER_BUYER = 10;
const PLACED_AT_ONCE = 8;
const ARRIVAL_LIMIT_MS = 60_000;

interface WatchedOrder {
  readonly id: string;
  readonly buyer: Buyer;
}

/**
 * `npm run bench:events`: how long after a change of an order its subscriber has the event, over two instances of order
 * without Redis. Half of the subscriptions sit on the instance that did not make the change.
 */
async function main({ subscriptions, perSecond }: DelaySettings): Promise<void> {
  print(describeMachine());
  progress("the mall starts");
  const benchMall = await startBenchMall({ orderInstances: 2 });
  const watchers: Watcher[] = [];
  try {
    const { url } = benchMall;
    progress("goods, buyers and orders");
    const skuIds = await stockGoods(url, 5);
    const buyers = await registerBuyers(url, Math.ceil(subscriptions / ORDERS_PER_BUYER));
    const shop = openShop(url, PLACED_AT_ONCE);
    const orders = await placeOrders(shop, { buyers, skuIds, count: subscriptions });

    progress("subscriptions");
    const seen: SeenEvent[] = [];
    const faults: string[] = [];
    const count = (status: string): number =>
      seen.filter((event) => event.status === status).length;
    for (const buyer of buyers) {
      const watcher = openWatcher(url, buyer.token, {
        onEvent: (event) => seen.push(event),
        onFault: (fault) => faults.push(fault),
      });
      watchers.push(watcher);
      for (const order of orders) if (order.buyer === buyer) watcher.watch(order.id);
    }
    const all = (status: string) => async (): Promise<boolean> => {
      if (faults[0] !== undefined) throw new Error(faults[0]);
      return count(status) >= subscriptions;
    };
    await until("every current state", all("PENDING_PAYMENT"), ARRIVAL_LIMIT_MS);

    progress("payments");
    const sent = await payAll(shop, orders, perSecond);
    await until("every change", all("PAID"), ARRIVAL_LIMIT_MS);
    await shop.close();
    print(report(seen, sent, { subscriptions, perSecond }));
    print(`at the end: ${describeMachine()}`);
  } finally {
    await Promise.all(watchers.map((watcher) => watcher.close()));
    await benchMall.stop();
  }
}

async function placeOrders(
  shop: Shop,
  {
    buyers,
    skuIds,
    count,
  }: {
    readonly buyers: readonly Buyer[];
    readonly skuIds: readonly string[];
    readonly count: number;
  },
): Promise<readonly WatchedOrder[]> {
  const orders: WatchedOrder[] = [];
  let begun = 0;
  const placeOneAfterTheOther = async (): Promise<void> => {
    while (begun < count) {
      const number = begun++;
      const buyer = buyers[number % buyers.length];
      if (!buyer) throw new Error("There are no buyers.");
      const goods = skuIds.slice(number % skuIds.length).slice(0, 1);
      orders.push({ id: await shop.place(buyer, goods), buyer });
    }
  };
  await Promise.all(Array.from({ length: PLACED_AT_ONCE }, placeOneAfterTheOther));
  return orders;
}

/** Pays at a steady rate, whether or not the mall keeps up, and answers when each payment was sent. */
async function payAll(
  shop: Shop,
  orders: readonly WatchedOrder[],
  perSecond: number,
): Promise<ReadonlyMap<string, number>> {
  const sent = new Map<string, number>();
  const payments: Promise<void>[] = [];
  for (const { id, buyer } of orders) {
    sent.set(id, Date.now());
    const payment = shop.pay(buyer, id);
    // Awaited below; until then a failure must not end the process.
    payment.catch(() => undefined);
    payments.push(payment);
    await pause(1_000 / perSecond);
  }
  await Promise.all(payments);
  return sent;
}

function report(
  seen: readonly SeenEvent[],
  sent: ReadonlyMap<string, number>,
  { subscriptions, perSecond }: DelaySettings,
): string {
  const paid = seen.filter(({ status }) => status === "PAID");
  const sinceChange = paid.map(({ seenAt, changedAt }) => seenAt - changedAt);
  const sincePayment = paid.map(({ seenAt, orderId }) => seenAt - (sent.get(orderId) ?? seenAt));
  return [
    `${subscriptions} subscriptions, ${perSecond} payments a second, two instances of order, ${paid.length} events`,
    describe(
      "from the change's own instant (order_event.at, before its COMMIT) to the socket",
      sinceChange,
    ),
    describe("from sending payOrder to the socket", sincePayment),
  ].join("\n");
}

function describe(what: string, delaysMs: readonly number[]): string {
  const p = (part: number): string => `${quantile(delaysMs, part)?.toFixed(0) ?? "–"} ms`;
  return `${what}: p50 ${p(0.5)}, p90 ${p(0.9)}, p99 ${p(0.99)}, longest ${p(1)}`;
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(error: unknown): void {
  const text = error instanceof Error && !(error instanceof UsageError) ? error.stack : error;
  process.stderr.write(`${String(text)}\n`);
  process.exitCode = 1;
}

function start(): void {
  try {
    main(readSettings(process.argv.slice(2))).catch(fail);
  } catch (error) {
    fail(error);
  }
}

start();
