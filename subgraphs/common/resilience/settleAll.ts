/**
 * Waits until all of the work has ended, well or not: unlike Promise.all it leaves nothing running unwatched. Then throws
 * what failed: a single error as it is, several as an AggregateError.
 */
export async function settleAll(works: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const errors = results.flatMap((result): unknown[] =>
    result.status === "rejected" ? [result.reason] : [],
  );
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} of them failed.`);
}
