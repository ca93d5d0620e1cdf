import type { EventEnvelope } from "../events";
import type { ServiceClient } from "../graphql/serviceClient";
import { TypedDocumentString } from "../graphql/typedDocument";
import { newId } from "../ids";
import { startDeadline } from "../resilience/deadline";
import type { ServiceName } from "../serviceNames";
import { createEmbeddedEventBus, type EmbeddedEventBus } from "./eventBus";

/** Time for one delivery: less than the relay's claim lasts. */
const DELIVERY_MS = 3_000;

interface Delivered {
  readonly deliverEvents: { readonly acceptedIds: readonly string[] };
}

interface Delivery {
  readonly input: { readonly events: readonly EventEnvelope[] };
}

/** Not made from `schema/internal`: it is sent to several subgraphs, which all take it from `DeliverEventsResolver`. */
const deliverEvents = new TypedDocumentString<Delivered, Delivery>(
  "mutation DeliverEvents($input: DeliverEventsInput!) { deliverEvents(input: $input) { acceptedIds } }",
);

export interface ServiceEventBusOptions {
  /** Whose events are published. */
  readonly from: ServiceName;
  /** Clients of the services that consume its topics. */
  readonly clients: Readonly<Partial<Record<ServiceName, Pick<ServiceClient, "call">>>>;
}

/** The bus without a broker: a consumer's `deliverEvents` mutation is called. Rejects for a consumer without a client. */
export function createServiceEventBus({ from, clients }: ServiceEventBusOptions): EmbeddedEventBus {
  return createEmbeddedEventBus({
    async deliver(consumer, events) {
      const client = clients[consumer];
      if (!client)
        throw new Error(`${from} has no client for ${consumer}, which consumes its events.`);
      const caller = { service: from, user: null, clientAddress: "", requestId: newId() };
      const context = { caller, deadline: startDeadline(DELIVERY_MS) };
      const options = { context, timeoutMs: DELIVERY_MS };
      const data = await client.call(deliverEvents, { input: { events } }, options);
      return data.deliverEvents.acceptedIds;
    },
  });
}
