import { createLog } from "@micro-shop/common/log";
import { createGate } from "@micro-shop/common/testing/gate";
import { createOrderServices } from "../services";
import type { SiblingCall } from "./fakeSiblings";
import type { OrderFixture } from "./orderFixture";

/**
 * The next call of this kind takes effect and is not answered, as if the process that made it had died there; `reached`
 * resolves when that has happened. Revived it goes on, as a zombie.
 */
export function dieAfter({ siblings }: OrderFixture, call: SiblingCall) {
  const gate = createGate();
  siblings.after(call, gate.pass);
  return { reached: gate.reached, revive: () => gate.open() };
}

/**
 * Starts another instance, for which all leases and pauses have run out: what this one has begun is carried on there.
 * @param options `isLate`: the deadlines of all sagas are over, too.
 * @returns stops it.
 */
export async function takeOver(
  { database, siblings }: OrderFixture,
  { isLate = false } = {},
): Promise<() => Promise<void>> {
  const late = isLate ? ", deadline_at = '2000-01-01'" : "";
  await database.pool.query(
    `update saga set next_run_at = utc_timestamp(3)${late} where next_run_at is not null`,
  );
  const other = createOrderServices({ database, siblings, log: createLog("test", "silent") });
  const stop = other.sagas.start();
  return async () => {
    await stop();
    other.feed.close();
  };
}
