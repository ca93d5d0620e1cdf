import { useRandom } from "../../random";
import { createLog } from "../../log";
import { seededRandom } from "../seededRandom";
import { createChance, type Chance } from "./chance";
import { stockName } from "./effects";
import { createLife, type Life } from "./life";
import { createMemoryDatabase, type MemoryDatabase } from "./memoryDatabase";
import type { MemorySaga } from "./memoryRows";
import { createNetwork, type Network } from "./network";
import type { SagaPlan } from "./randomSaga";
import { createVirtualTime, type VirtualTime } from "./virtualTime";

export const silentLog = createLog("simulation", "silent");

/** A service: its rows, and a process of it that a request comes to. */
export interface Service {
  readonly rows: MemoryDatabase;
  readonly pick: () => Life;
}

/** Everything that one seed makes, but the engines. */
export interface World {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly network: Network;
  readonly ownerRows: MemoryDatabase;
  readonly services: readonly (Service & { readonly lives: Life[] })[];
  /** The service that carries out the steps of this name. */
  service(step: string): Service;
  violate(what: string): void;
  readonly violations: string[];
}

/** @param setTime is told the world's time before anything asks for it. */
export function createWorld(seed: number, setTime: (time: VirtualTime) => void): World {
  const random = seededRandom(seed);
  useRandom(random);
  const time = createVirtualTime();
  setTime(time);
  const chance = createChance(random);
  const violations: string[] = [];
  const violate = (what: string): void => {
    if (!violations.includes(what)) violations.push(what);
  };
  const services = [0, 1].map(() => {
    const rows = createMemoryDatabase(time, chance, () => undefined);
    const lives = [createLife(time), createLife(time)];
    const pick = (): Life => lives[random.integer(lives.length)] ?? createLife(time);
    return { rows, lives, pick };
  });
  const [first, second] = services;
  if (!first || !second) throw new Error("There are two services.");
  return {
    time,
    chance,
    network: createNetwork(time, chance),
    ownerRows: createMemoryDatabase(time, chance, (rows, written) =>
      checkOwnersCommit(rows, written, violate),
    ),
    services,
    service: (step) => (step.charCodeAt(step.length - 1) % 2 === 0 ? first : second),
    violate,
    violations,
  };
}

/** Puts units of each step's stock into its service; a few, so that some sagas are refused. */
export function fillStock(world: World, plan: SagaPlan, units: number): void {
  for (const { name } of plan.steps) world.service(name).rows.fill(stockName(name), units);
}

/** Who has lost a saga writes nothing: effects come with the saga's own row, and that goes up by one version at a time. */
function checkOwnersCommit(
  rows: ReadonlyMap<string, unknown>,
  written: ReadonlyMap<string, unknown>,
  violate: (what: string) => void,
): void {
  for (const name of written.keys()) {
    const [kind, id = ""] = name.split(" ");
    const after = written.get(`saga ${id}`) as MemorySaga | undefined;
    const before = rows.get(`saga ${id}`) as MemorySaga | undefined;
    if (kind === "effect" && !after) violate(`a holder without its saga has written ${name}`);
    if (kind !== "saga" || !after || !before) continue;
    if (after.version !== before.version + 1) violate("a version was skipped or written twice");
    if (before.nextRunAt === null) violate("an ended saga was written");
  }
}
