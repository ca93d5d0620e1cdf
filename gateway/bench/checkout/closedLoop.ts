/** What clients have got done that each begin anew as soon as they are done. */
export interface LoopResult {
  /** Rounds that ended well within the time, a second. */
  readonly perSecond: number;
  /** Of every round that ended well, those of the last clients beyond the time too. */
  readonly latenciesMs: readonly number[];
  /** Why rounds failed, with how often. */
  readonly failures: ReadonlyMap<string, number>;
}

export interface LoopOptions {
  readonly clients: number;
  readonly durationMs: number;
  /** One round of a client; it is told the client's number. A rejection is counted by its message. */
  readonly round: (client: number) => Promise<unknown>;
}

/** A closed loop: so many clients, each with one round under way. Ends when the last round has. */
export async function runClosedLoop({
  clients,
  durationMs,
  round,
}: LoopOptions): Promise<LoopResult> {
  const latenciesMs: number[] = [];
  const failures = new Map<string, number>();
  const end = performance.now() + durationMs;
  let inTime = 0;
  const runClient = async (client: number): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now();
      try {
        await round(client);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.set(reason, (failures.get(reason) ?? 0) + 1);
        continue;
      }
      latenciesMs.push(performance.now() - start);
      if (performance.now() <= end) inTime += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_unused, client) => runClient(client)));
  return { perSecond: inTime / (durationMs / 1_000), latenciesMs, failures };
}
