import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "../database/pool";
import { readStatement, slot, writeByStatement } from "../database/statement";
import { inOneStatement, inTransaction } from "../database/transaction";
import type { EventEnvelope } from "../events";
import { newId } from "../ids";
import { randomFraction } from "../random";
import { databaseNow, databaseTimeIn } from "./databaseTime";
import { outbox } from "./tables";

/** How long a claimed event is left to its relay, longer than a delivery takes; after that another one may send it again. */
const CLAIM_MS = 5_000;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

/** Events claimed by one relay for one consumer. */
export interface ClaimedBatch {
  readonly consumer: string;
  readonly claimId: string;
  readonly events: readonly EventEnvelope[];
}

const readPending = readStatement<object, { consumer: string }>(
  { consumer: outbox.consumer },
  (builder) =>
    builder
      .selectDistinct({ consumer: outbox.consumer })
      .from(outbox)
      .where(and(isNull(outbox.publishedAt), lte(outbox.availableAt, databaseNow()))),
);

/** The consumers for which events wait to be sent. */
export async function pendingConsumers(database: Database): Promise<readonly string[]> {
  const rows = await readPending(database.drizzle, {});
  return rows.map((row) => row.consumer);
}

const isOfConsumer = eq(outbox.consumer, slot(outbox.consumer));

const claimEvents = writeByStatement<{ consumer: string; claimId: string }>(
  outbox.eventId,
  (builder, isWanted) =>
    builder
      .update(outbox)
      .set({ claimId: slot(outbox.claimId, "claimId"), availableAt: databaseTimeIn(CLAIM_MS) })
      .where(and(isOfConsumer, isWanted)),
);

const markEvents = writeByStatement<{ consumer: string }>(outbox.eventId, (builder, isWanted) =>
  builder
    .update(outbox)
    .set({ publishedAt: databaseNow(), claimId: null })
    .where(and(isOfConsumer, isWanted)),
);

/**
 * Claims up to `limit` unpublished events of a consumer, oldest first, whatever their ids: transactions commit in
 * another order than ids are made, so "all after the last one" would miss some. What another transaction holds, an event
 * not yet committed or a claim being made, is passed over: waiting for it would hold up all that is younger.
 */
export async function claimBatch(
  database: Database,
  consumer: string,
  limit: number,
): Promise<ClaimedBatch> {
  const claimId = newId();
  const rows = await inTransaction(database, async (transaction) => {
    const free = await transaction
      .select()
      .from(outbox)
      .where(
        and(
          isNull(outbox.publishedAt),
          eq(outbox.consumer, consumer),
          lte(outbox.availableAt, databaseNow()),
        ),
      )
      .orderBy(asc(outbox.eventId))
      .limit(limit)
      .for("update", { skipLocked: true });
    if (free.length === 0) return [];
    const ids = free.map(({ eventId }) => eventId);
    await claimEvents(transaction, ids, { consumer, claimId });
    return free;
  });
  return {
    consumer,
    claimId,
    events: rows.map(({ eventId, topic, payload, occurredAt }) => ({
      id: eventId,
      topic,
      payload,
      occurredAt: occurredAt.toISOString(),
    })),
  };
}

/** Marks events of a consumer as published, whoever holds the claim by now. */
export async function markPublished(
  database: Database,
  consumer: string,
  eventIds: readonly string[],
): Promise<void> {
  if (eventIds.length === 0) return;
  await inOneStatement(database, (executor) => markEvents(executor, eventIds, { consumer }));
}

/** Gives back a claim whose events never reached the consumer: they may be sent again at once. */
export async function releaseClaim(database: Database, batch: ClaimedBatch): Promise<void> {
  await inOneStatement(database, (executor) =>
    executor
      .update(outbox)
      .set({ availableAt: databaseNow(), claimId: null })
      .where(isClaimedIn(batch)),
  );
}

/**
 * Puts off what is left of a claim after the consumer has accepted the rest: each event pauses 200 ms · 2^attempts, at
 * most 30 s, with full jitter, and keeps nobody else waiting.
 */
export async function postponeRest(database: Database, batch: ClaimedBatch): Promise<void> {
  const growth = sql`${FIRST_PAUSE_MS} * pow(2, least(${outbox.attempts}, 20))`;
  const pauseUs = sql`least(${LONGEST_PAUSE_MS}, ${growth}) * 1000 * ${randomFraction()}`;
  const pauseEnd = sql`timestampadd(microsecond, floor(${pauseUs}), utc_timestamp(3))`;
  await inOneStatement(database, (executor) =>
    executor
      .update(outbox)
      // MySQL assigns from left to right: the pause is computed before the attempt is counted.
      .set({ availableAt: pauseEnd, attempts: sql`${outbox.attempts} + 1`, claimId: null })
      .where(isClaimedIn(batch)),
  );
}

function isClaimedIn({ consumer, claimId }: Pick<ClaimedBatch, "consumer" | "claimId">) {
  return and(
    isNull(outbox.publishedAt),
    eq(outbox.consumer, consumer),
    eq(outbox.claimId, claimId),
  );
}
