import { setTimeout as sleep } from "node:timers/promises";
import type { OpenServer } from "./embeddedServer";
import { isProcessAlive } from "./processes";
import { messageOf } from "./tryEngines";

const LOOK_EVERY_MS = 200;
const MAX_PAUSE_MS = 5_000;

/** Looks after a server until stopped: one that has ended is opened again, with growing pauses while that fails. */
export function keepRunning(
  first: OpenServer,
  reopen: () => Promise<OpenServer>,
  report: (sentence: string) => void,
) {
  let current = first;
  let isStopped = false;
  const stopping = new AbortController();

  async function look(): Promise<void> {
    let pauseMs = LOOK_EVERY_MS;
    while (!isStopped) {
      // Not holding the event loop: looking after the server is no reason for a process to stay.
      await sleep(pauseMs, undefined, { ref: false, signal: stopping.signal }).catch(
        () => undefined,
      );
      if (isStopped || isProcessAlive(current.identity)) continue;
      report("The database ended; starting it again.");
      try {
        current = await reopen();
        pauseMs = LOOK_EVERY_MS;
        report("The database runs again.");
      } catch (error) {
        report(`The database could not be started again: ${messageOf(error)}`);
        pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
      }
    }
  }

  const looking = look();
  return {
    adminUrl: first.adminUrl,
    async stop(): Promise<void> {
      if (isStopped) return;
      isStopped = true;
      stopping.abort();
      // A restart under way ends first, so that what it started is stopped too.
      await looking;
      await current.close();
    },
  };
}
