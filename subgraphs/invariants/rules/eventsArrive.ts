import { serviceNames, type ServiceName } from "@micro-shop/common/serviceNames";
import { compare } from "../compare";
import type { Findings, Invariant, Scope } from "../invariant";
import { hasTable, idList, query, reportRows } from "../query";

const WAITING = `
  SELECT event_id AS eventId,
    concat(topic, ' for ', consumer, ' waits since ', occurred_at, ', attempts ', attempts) AS detail
  FROM outbox WHERE published_at IS NULL AND occurred_at <= ?`;

const PUBLISHED = `
  SELECT event_id AS id, topic FROM outbox
  WHERE :page AND consumer = ? AND published_at <= ?`;

const APPLIED = "SELECT event_id AS ref FROM inbox WHERE consumer = ? AND event_id IN (?)";

const CONSUMERS = "SELECT DISTINCT consumer FROM outbox";

export const eventsArrive: Invariant = {
  name: "I10",
  sentence: "The outbox drains; each event is applied, once, by each of its consumers.",
  async check(scope, findings) {
    for (const publisher of serviceNames) {
      const source = scope.sources[publisher];
      if (!(await hasTable(source, "outbox"))) continue;
      await reportRows(findings, source, WAITING, [scope.until]);
      const consumers = await query<{ consumer: ServiceName }>(source, CONSUMERS);
      for (const { consumer } of consumers) {
        await checkArrival(scope, findings, { publisher, consumer });
      }
    }
  },
};

/** That none is applied twice is the inbox's key; that none was marked as published unapplied is looked at here. */
async function checkArrival(
  scope: Scope,
  findings: Findings,
  { publisher, consumer }: Readonly<Record<"publisher" | "consumer", ServiceName>>,
): Promise<void> {
  await compare<{ id: string; topic: string }, { ref: string }>(
    scope,
    {
      source: scope.sources[publisher],
      sql: PUBLISHED,
      values: [consumer, scope.until],
      key: "event_id",
      idName: "eventId",
      lookUp: (ids) => query(scope.sources[consumer], APPLIED, [consumer, idList(ids)]),
      judge: ({ topic }, [applied]) =>
        applied === undefined ? `${topic} was published, but ${consumer} never applied it` : null,
    },
    findings,
  );
}
