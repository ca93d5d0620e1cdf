import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRetryable } from "@micro-shop/common/database/errors";
import { seededRandom } from "@micro-shop/common/testing/seededRandom";
import type { RowDataPacket } from "mysql2/promise";
import { named } from "./checks/settle";
import type { FaultMall } from "./mall/faultMall";
import { isRelayPoint } from "./points/servicePoint";
import { countCuts, createCutter, cutUntil } from "./scenarios/commitCuts";
import { killDatabase } from "./scenarios/databaseKill";
import { isParticipantPoint, isSagaPoint, killAtPoints } from "./scenarios/killAtPoints";
import { rushForLastUnits } from "./scenarios/lastUnits";
import { placeOnManySockets } from "./scenarios/sameKey";
import { perform, setStage, type Stage } from "./scenarios/stage";
import { pauseHolders } from "./scenarios/zombies";

/*
 * The short profile of `npm run test:fault`: each fault a few times, on one mall, in one load. Leases and claims of killed
 * processes are ended by hand instead of waiting for them, which nobody who holds one may mind either.
 */

const random = seededRandom();
const cutter = createCutter(random, 0.2);
const PER_SECOND = 3;

describe(`faults under load (SEED=${random.seed})`, () => {
  let stage: Stage;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mall-journals-"));
    stage = await setStage({
      instances: { order: 2, product: 2 },
      decideAtCommit: cutter.decide,
      buyers: 8,
      coupons: false,
    });
  }, 90_000);
  afterAll(async () => {
    await stage.faultMall.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const act = (name: string) => ({ name, random, perSecond: PER_SECOND, folder, hurry: endLeases });

  it("of which F8, too many buyers at two instances, sells exactly what there is", async () => {
    const journalPath = join(folder, "F8.jsonl");
    const { violations } = await rushForLastUnits(stage, { stock: 5, journalPath });
    expect(violations).toEqual([]);
  }, 60_000);

  it("of which F10, one key from 50 sockets at two instances, makes one order", async () => {
    const { violations } = await placeOnManySockets(stage, join(folder, "F10.jsonl"));
    expect(violations).toEqual([]);
  }, 60_000);

  it("of which F1, F2, F4, F5, F14, kills, pauses and cuts at COMMIT, leave every promise kept", async () => {
    const { faultMall } = stage;
    const log = (): void => undefined;
    const seen = { zombies: [] as readonly string[], kills: 0, cuts: 0, pauses: 0 };
    const { violations, orders } = await perform(stage, act("faults"), async (load) => {
      const kill = {
        random,
        log,
        warmUpMs: 0,
        minLifeMs: 0,
        limitMs: 60_000,
        awaitRecovery: false,
      };
      await cutUntil(faultMall, cutter, 10);
      const paused = await pauseHolders(faultMall, load, {
        random,
        log,
        count: 1,
        pauseMs: 1_500,
        aftermathMs: 500,
        meanwhile: () => endLeases(faultMall),
      });
      seen.pauses = paused.hits.length;
      seen.zombies = paused.violations;
      for (const isWanted of [isSagaPoint, isParticipantPoint, isRelayPoint]) {
        const { killsByPoint } = await killAtPoints(faultMall, load, {
          ...kill,
          isWanted,
          count: 1,
        });
        seen.kills += killsByPoint.size;
      }
      const cuts = countCuts(faultMall);
      seen.cuts = cuts.before + cuts.after;
    });
    expect(violations).toEqual([]);
    expect(seen.zombies).toEqual([]);
    expect(seen).toMatchObject({ kills: 3, pauses: 1 });
    expect(seen.cuts).toBeGreaterThanOrEqual(10);
    expect(orders).toBeGreaterThan(0);
  }, 150_000);

  it("of which F3, a killed database, loses no order that was acknowledged", async () => {
    const plan = { count: 1, pauseMs: () => 500, log: () => undefined };
    const { violations } = await perform(stage, act("F3"), async (load) => {
      await killDatabase(stage.faultMall, load, plan);
    });
    expect(violations).toEqual([]);
  }, 150_000);
});

/** What a killed process held is free at once, as if its time were over. */
async function endLeases({ database, mall }: FaultMall): Promise<void> {
  const now = "utc_timestamp(3)";
  const { pool } = database;
  const [held] = await pool.query<RowDataPacket[]>(
    named(`SELECT id FROM {order}.saga WHERE next_run_at > ${now}`, mall.prefix),
  );
  const statements = [
    // One by one: a process that is paused in its transaction may have some of them locked.
    ...held.map(
      ({ id }) =>
        `UPDATE {order}.saga SET next_run_at = ${now}
         WHERE id = x'${(id as Buffer).toString("hex")}' AND next_run_at > ${now}`,
    ),
    `UPDATE {order}.outbox SET available_at = ${now} WHERE published_at IS NULL`,
    `UPDATE {pay}.outbox SET available_at = ${now} WHERE published_at IS NULL`,
  ];
  for (const statement of statements) {
    await pool.query(named(statement, mall.prefix)).catch((error: unknown) => {
      // What is locked ends by itself, or is freed the next time.
      if (!isRetryable(error)) throw error;
    });
  }
}
