import { newId } from "../../ids";
import { createSagaEngineOver, type SagaEngine } from "../../messaging/sagaEngine";
import { createSagaStore } from "../../messaging/sagaStore";
import { checkWorld } from "./checkWorld";
import { defineSaga } from "./defineSaga";
import { createLife, type Life } from "./life";
import { memorySagaRows, sagaName, type MemorySaga } from "./memoryRows";
import { randomSaga } from "./randomSaga";
import type { VirtualTime } from "./virtualTime";
import { createWorld, fillStock, silentLog } from "./world";

/** What came of one seed. The same seed gives the very same. */
export interface SeedResult {
  readonly seed: number;
  readonly sagas: number;
  readonly done: number;
  readonly crashes: number;
  readonly hangs: number;
  /** Writes of holders that had lost their saga, which wrote nothing. */
  readonly fenced: number;
  /** Steps that were undone before they came. */
  readonly tombstones: number;
  /** When the last saga had ended, rounded. */
  readonly virtualMs: number;
  readonly violations: readonly string[];
}

/** After the faults and the deadlines, every saga has so long to end. */
const END_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 3_000;
const UNITS = 2;

interface Instance {
  life: Life;
  engine: SagaEngine;
}

/** Sagas of one random kind in a random world, from their begins to their ends. */
export async function simulateSeed(
  seed: number,
  setTime: (time: VirtualTime) => void,
): Promise<SeedResult> {
  const world = createWorld(seed, setTime);
  const { time, chance, ownerRows } = world;
  const { random } = chance;
  const plan = randomSaga(chance, "random");
  const counts = { crashes: 0, hangs: 0, fenced: 0 };

  function start(): Instance {
    const life = createLife(time);
    const rows = memorySagaRows(ownerRows, time, life);
    const counted: typeof rows = {
      ...rows,
      async update(...parameters) {
        const isWritten = await rows.update(...parameters);
        if (!isWritten) counts.fenced += 1;
        return isWritten;
      },
    };
    const options = {
      service: "order",
      log: silentLog,
      pollMs: chance.between(500, 3_000),
    } as const;
    const engine = createSagaEngineOver(createSagaStore(counted), options, [
      defineSaga(plan, world, life),
    ]);
    engine.start();
    return { life, engine };
  }

  async function begin({ life, engine }: Instance, begun: () => void): Promise<void> {
    const definition = defineSaga(plan, world, life);
    const { transact } = memorySagaRows(ownerRows, time, life);
    const id = newId();
    // Without an answer its row is there or not; nobody runs it, and another finds it.
    const started = await transact((transaction) =>
      engine.begin(transaction, definition, { id, data: {} }),
    ).finally(begun);
    const { status } = await engine.run(started, ANSWER_WITHIN_MS);
    const saga = ownerRows.committed().get(sagaName(id)) as MemorySaga | undefined;
    if (status !== "PENDING" && saga?.status !== status) world.violate(`${status} is a lie`);
  }

  /** Crashes or hangs somebody, whose place another takes. */
  function hurt(lives: readonly Life[], replace: (index: number) => void, faultsEnd: number): void {
    const index = random.integer(lives.length);
    const life = lives[index];
    if (!life) return;
    if (chance.isHit(0.5)) {
      counts.hangs += 1;
      life.hang(Math.min(chance.between(100, 15_000), faultsEnd - time.now()));
      return;
    }
    counts.crashes += 1;
    life.die();
    for (const rows of [ownerRows, ...world.services.map((service) => service.rows)]) {
      rows.forget(life);
    }
    time.after(chance.between(0, 4_000), () => replace(index));
  }

  fillStock(world, plan, UNITS);
  const instances = Array.from({ length: 1 + random.integer(3) }, start);
  const beginning = new Set<{ readonly life: Life | null }>();
  for (let saga = 1 + random.integer(3); saga > 0; saga--) {
    const one: { life: Life | null } = { life: null };
    beginning.add(one);
    time.after(chance.between(0, 1_500), () => {
      const instance = instances[random.integer(instances.length)];
      if (!instance) return;
      one.life = instance.life;
      begin(instance, () => beginning.delete(one)).catch(() => undefined);
    });
  }
  const faultsEnd = time.now() + chance.between(1_000, 20_000);
  for (let fault = random.integer(8); fault > 0; fault--) {
    time.after(chance.between(0, Math.min(8_000, faultsEnd)), () => {
      const service = world.services[random.integer(world.services.length)];
      if (chance.isHit(0.6)) {
        const lives = instances.map(({ life }) => life);
        hurt(lives, (index) => (instances[index] = start()), faultsEnd);
      } else if (service) {
        const replace = (index: number): void => void (service.lives[index] = createLife(time));
        hurt(service.lives, replace, faultsEnd);
      }
    });
  }
  time.after(faultsEnd - time.now(), () => chance.endTrouble());

  const sagas = (): MemorySaga[] =>
    [...ownerRows.committed()].flatMap(([name, row]) =>
      name.startsWith("saga ") ? [row as MemorySaga] : [],
    );
  const haveEnded = (): boolean =>
    [...beginning].every(({ life }) => life?.isDead() === true) &&
    sagas().every(({ nextRunAt }) => nextRunAt === null);
  const latest = Math.max(faultsEnd, 5_000 + plan.deadlineMs) + END_WITHIN_MS;
  if (!(await time.passUntil(haveEnded, latest))) world.violate("a saga has not ended");
  const endedAt = time.now();
  // What is late comes now: to participants that have undone it, from holders that have lost it.
  await time.passUntil(
    () => world.network.isQuiet() && time.now() > faultsEnd,
    latest + END_WITHIN_MS,
  );
  const { done, tombstones } = checkWorld(world, plan, sagas(), UNITS);
  return {
    seed,
    sagas: sagas().length,
    done,
    ...counts,
    tombstones,
    virtualMs: Math.round(endedAt),
    violations: world.violations,
  };
}
