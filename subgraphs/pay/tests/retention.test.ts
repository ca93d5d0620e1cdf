import { useClock } from "@micro-shop/common/clock";
import { sweepRows } from "@micro-shop/common/database/retention";
import { newId } from "@micro-shop/common/ids";
import { payRetention } from "../jobs/retention";
import { reconciliations, sandboxNotices, webhookEvents } from "../model/tables";
import { payBench, type PayBench } from "./support";

const DAY_MS = 24 * 60 * 60 * 1_000;
const now = new Date("2030-06-01T00:00:00.000Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

let bench: PayBench;
let restoreClock: () => void;
beforeAll(async () => {
  bench = await payBench("retention");
  restoreClock = useClock({ now: () => now });
});
afterAll(async () => {
  restoreClock();
  await bench.database.close();
});

it("forgets old notices and comparisons, and nothing that is still to be sent", async () => {
  const { drizzle } = bench.database;
  const took = (receivedAt: Date) => ({ eventId: newId(), subjectId: newId(), receivedAt });
  const provider = "SANDBOX" as const;
  await drizzle.insert(webhookEvents).values([
    { provider, ...took(daysAgo(91)) },
    { provider, ...took(daysAgo(89)) },
  ]);
  const notice = { channel: "CARD", body: "{}", deliveries: 1 } as const;
  await drizzle.insert(sandboxNotices).values([
    { ...notice, id: "sent", createdAt: daysAgo(91) },
    { ...notice, id: "waits", createdAt: daysAgo(91), nextDeliveryAt: daysAgo(1) },
    { ...notice, id: "new", createdAt: daysAgo(89) },
  ]);
  const counted = { compared: 1, unanswered: 0, differing: 0 };
  await drizzle.insert(reconciliations).values([
    { ...counted, slot: daysAgo(401), startedAt: daysAgo(401) },
    { ...counted, slot: daysAgo(399), startedAt: daysAgo(399) },
  ]);
  const rules = payRetention({ notices: 90, reconciliations: 400 });
  expect(await sweepRows(bench.database, rules)).toBe(3);
  expect(await sweepRows(bench.database, rules)).toBe(0);
  expect(await drizzle.select().from(webhookEvents)).toMatchObject([{ receivedAt: daysAgo(89) }]);
  const notices = await drizzle.select({ id: sandboxNotices.id }).from(sandboxNotices);
  expect(notices.map(({ id }) => id).toSorted()).toEqual(["new", "waits"]);
  expect(await drizzle.select().from(reconciliations)).toMatchObject([{ slot: daysAgo(399) }]);
});
