import { mkdir, readdir } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { serviceNames } from "@micro-shop/common/serviceNames";
import { checkInvariants } from "@micro-shop/invariants/checkInvariants";
import { withMallDatabases } from "@micro-shop/invariants/mallDatabases";
import { countViolations, printReports } from "@micro-shop/invariants/printReports";
import { untilSettled } from "@micro-shop/invariants/untilSettled";
import { startBenchMall, type BenchMall } from "./checkout/benchMall";
import { runClosedLoop, type LoopResult } from "./checkout/closedLoop";
import { costsBetween, costsPer, countTransactions, readCosts, type Costs } from "./checkout/costs";
import { createFloor, shapeOf, type Floor } from "./checkout/floor";
import { registerBuyers, stockGoods, type Buyer } from "./checkout/people";
import { PROFILE_FOLDER, PROFILE_SIGNAL } from "./checkout/profile";
import { openShop, type Shop } from "./checkout/purchase";
import { describeMachine, describeShape, formatSteps, type Step } from "./checkout/report";
import { readSettings, UsageError, type CheckoutSettings } from "./checkout/settings";

const PRODUCTS = 50;
const LINES_PER_ORDER = 2;
const WARM_UP_CLIENTS = 8;
/** Enough for the engine of every process to have compiled what is hot. */
const WARM_UP_MS = 12_000;
/** A floor has nothing to warm up and little to vary; it is measured on both sides of a step. */
const FLOOR_PART = 0.3;
/** Events and sagas of a step may still be under way when its clients have their answers. */
const SETTLE_LIMIT_MS = 120_000;

interface Bench {
  readonly benchMall: BenchMall;
  readonly shop: Shop;
  readonly buyers: readonly Buyer[];
  readonly skuIds: readonly string[];
}

/** Orders sold by so many clients, and what one cost with all that followed from it. */
async function sell(
  { benchMall, shop, buyers, skuIds }: Bench,
  clients: number,
  durationMs: number,
): Promise<{ readonly result: LoopResult; readonly perOrder: Costs }> {
  const before = await readCosts(benchMall);
  const result = await runClosedLoop({
    clients,
    durationMs,
    round: async (client) => {
      const buyer = buyers[client];
      if (!buyer) throw new Error("There are fewer buyers than clients.");
      await shop.pay(buyer, await shop.place(buyer, chooseGoods(skuIds)));
    },
  });
  await settle(benchMall);
  const spent = costsBetween(before, await readCosts(benchMall));
  return { result, perOrder: costsPer(Math.max(1, result.latenciesMs.length), spent) };
}

function chooseGoods(skuIds: readonly string[]): readonly string[] {
  const first = Math.floor(Math.random() * skuIds.length);
  return Array.from({ length: LINES_PER_ORDER }, (_unused, index) => {
    const skuId = skuIds[(first + 7 * index) % skuIds.length];
    if (skuId === undefined) throw new Error("There are no goods.");
    return skuId;
  });
}

async function settle({ mall }: BenchMall): Promise<void> {
  await withMallDatabases(mall.databaseUrls, (databases) =>
    untilSettled(databases, SETTLE_LIMIT_MS),
  );
}

async function measure(
  bench: Bench,
  floor: Floor,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Step> {
  progress(`${clients} clients`);
  const [loadBefore = 0] = loadavg();
  const floorMs = seconds * 1_000 * FLOOR_PART;
  const floorBefore = await floor.run(clients, floorMs);
  const { result: mall, perOrder } = await sell(bench, clients, seconds * 1_000);
  const floorAfter = await floor.run(clients, floorMs);
  const [loadAfter = 0] = loadavg();
  return {
    clients,
    mall,
    perOrder,
    floors: [floorBefore, floorAfter],
    load: [loadBefore, loadAfter],
  };
}

/** Profiles all processes under a steady load, in place of the steps. */
async function profile(bench: Bench, seconds: number, folder: string): Promise<void> {
  const { mall } = bench.benchMall;
  const signalAll = (): void => {
    for (const name of [...serviceNames, "gateway"] as const) {
      const pid = mall.pid(name);
      if (pid !== undefined) process.kill(pid, PROFILE_SIGNAL);
    }
  };
  signalAll();
  const { result } = await sell(bench, WARM_UP_CLIENTS, seconds * 1_000);
  signalAll();
  while ((await readdir(folder)).length < serviceNames.length + 1) await pause(100);
  await pause(1_000);
  print(`${result.latenciesMs.length} orders of ${WARM_UP_CLIENTS} clients, profiles in ${folder}`);
}

async function violations({ mall }: BenchMall): Promise<number> {
  const reports = await withMallDatabases(mall.databaseUrls, (databases) =>
    checkInvariants(databases, { graceSeconds: 0 }),
  );
  const count = countViolations(reports);
  print(count === 0 ? "I1 to I13 hold." : printReports(reports));
  return count;
}

/**
 * `npm run bench:checkout`: how many orders a mall places and has paid in a second, how long that takes its buyers, and
 * what one costs, beside the same transactions issued straight to its database. Exit 1 when an invariant is broken.
 */
async function main(settings: CheckoutSettings): Promise<void> {
  const { seconds, clients, profileFolder } = settings;
  const mostClients = Math.max(WARM_UP_CLIENTS, ...clients);
  print(describeMachine());
  progress("the mall starts");
  const benchMall = await startBenchMall({ environment: await profileSettings(profileFolder) });
  try {
    await countTransactions(benchMall.database);
    progress("goods and buyers");
    const skuIds = await stockGoods(benchMall.url, PRODUCTS);
    const buyers = await registerBuyers(benchMall.url, mostClients);
    const shop = openShop(benchMall.url, mostClients);
    const bench = { benchMall, shop, buyers, skuIds };
    progress("warm-up");
    await sell(bench, WARM_UP_CLIENTS, WARM_UP_MS);
    if (profileFolder !== null) await profile(bench, seconds, profileFolder);
    else await measureSteps(bench, settings);
    await shop.close();
    if ((await violations(benchMall)) > 0) process.exitCode = 1;
  } finally {
    await benchMall.stop();
  }
}

async function measureSteps(bench: Bench, { clients, seconds }: CheckoutSettings): Promise<void> {
  const { perOrder } = await sell(bench, WARM_UP_CLIENTS, WARM_UP_MS / 2);
  const shape = shapeOf(perOrder);
  const floor = await createFloor(bench.benchMall.adminUrl, shape, Math.max(...clients));
  try {
    const steps: Step[] = [];
    for (const count of clients) {
      steps.push(await measure(bench, floor, { clients: count, seconds }));
    }
    print(`The floor: ${describeShape(shape)}.\n\n${formatSteps(steps)}\n`);
  } finally {
    await floor.close();
  }
}

async function profileSettings(folder: string | null): Promise<Readonly<Record<string, string>>> {
  if (folder === null) return {};
  await mkdir(folder, { recursive: true });
  return {
    [PROFILE_FOLDER]: folder,
    NODE_OPTIONS: `--require=${join(__dirname, "checkout/profile.js")}`,
  };
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function start(): void {
  try {
    main(readSettings(process.argv.slice(2))).catch(fail);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  const text = error instanceof Error && !(error instanceof UsageError) ? error.stack : error;
  process.stderr.write(`${String(text)}\n`);
  process.exitCode = 1;
}

start();
