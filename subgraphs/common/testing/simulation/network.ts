import { Fault, Refusal, Refusals } from "../../errors";
import type { Deadline } from "../../resilience/deadline";
import type { Chance } from "./chance";
import type { Life } from "./life";
import type { VirtualTime } from "./virtualTime";

export interface Network {
  /**
   * Asks one of a service's processes and waits for the answer, until the deadline. Requests and answers are lost, late,
   * twice and out of order. Refusals come through; of anything else the caller sees a fault.
   */
  ask<Answer>(
    from: Life,
    to: () => Life,
    deadline: Deadline,
    handle: (server: Life) => Promise<Answer>,
  ): Promise<Answer>;
  /** Whether nothing is on its way or being handled any more. */
  isQuiet(): boolean;
}

const LATEST_MS = 10_000;

export function createNetwork(time: VirtualTime, chance: Chance): Network {
  const underWay = new Set<{ server: Life | null }>();
  const delayMs = (): number =>
    chance.strikes(0.1) ? chance.between(0, LATEST_MS) : chance.between(1, 10);

  async function deliver<Answer>(
    to: () => Life,
    handle: (server: Life) => Promise<Answer>,
    answer: (result: Promise<Answer>) => void,
  ): Promise<void> {
    const request: { server: Life | null } = { server: null };
    underWay.add(request);
    await time.wait(delayMs());
    const server = to();
    request.server = server;
    const result = handle(server);
    await result.catch(() => undefined);
    await server.spend(0);
    await time.wait(delayMs());
    underWay.delete(request);
    if (!chance.strikes(0.1)) answer(result);
  }

  return {
    async ask(from, to, deadline, handle) {
      await from.spend(0);
      return new Promise((resolve, reject) => {
        const callOff = time.after(deadline.remainingMs(), () => reject(new Fault("TIMEOUT")));
        const answer = (result: ReturnType<typeof handle>): void => {
          callOff();
          result.then(resolve, (error: unknown) => reject(asSeen(error)));
        };
        if (chance.strikes(0.05)) reject(new Fault("UNAVAILABLE"));
        if (!chance.strikes(0.1)) void deliver(to, handle, answer);
        if (chance.strikes(0.1)) void deliver(to, handle, answer);
      });
    },
    isQuiet: () => [...underWay].every(({ server }) => server?.isDead() === true),
  };
}

function asSeen(error: unknown): unknown {
  const isAnswer = error instanceof Refusal || error instanceof Refusals;
  return isAnswer ? error : new Fault("UNAVAILABLE", undefined, { cause: error });
}
