import "reflect-metadata";
import { graphql } from "graphql";
import { Query, Resolver } from "type-graphql";
import type { EventEnvelope } from "../events";
import type { ServiceClient } from "../graphql/serviceClient";
import { buildSubgraph } from "../graphql/subgraph";
import { newId } from "../ids";
import { testContext } from "../testing/serviceContext";
import { DeliverEventsResolver, type EventContext } from "./deliverEvents.resolver";
import { createServiceEventBus } from "./serviceEventBus";

@Resolver()
class PingResolver {
  @Query(() => String, { description: "A subgraph needs a query." })
  ping(): string {
    return "pong";
  }
}

const { schema, sdl } = buildSubgraph<EventContext>({
  name: "product",
  resolvers: [PingResolver, DeliverEventsResolver],
  references: {},
});

function envelope(): EventEnvelope {
  return {
    id: newId(),
    topic: "order.cancelled",
    payload: '{"a":"\\"}',
    occurredAt: "2030-01-02T03:04:05.678Z",
  };
}

/** A client that executes what it is given on a subgraph which accepts all events but those of some ids. */
function clientOf(received: EventEnvelope[], refused: readonly string[] = []): ServiceClient {
  const receiveEvents = async (events: readonly EventEnvelope[]): Promise<readonly string[]> => {
    received.push(...events);
    return events.map(({ id }) => id).filter((id) => !refused.includes(id));
  };
  return {
    async call(document, variables, { context }) {
      const result = await graphql({
        schema,
        source: document.text,
        variableValues: variables as Record<string, unknown>,
        contextValue: { ...testContext(context.caller), receiveEvents },
      });
      if (result.errors?.[0]) throw result.errors[0];
      return JSON.parse(JSON.stringify(result.data)) as never;
    },
    close: async () => undefined,
  };
}

describe("delivering events to a subgraph", () => {
  it("hands over the envelopes unchanged and answers what was accepted", async () => {
    const [good, bad] = [envelope(), envelope()];
    const received: EventEnvelope[] = [];
    const bus = createServiceEventBus({
      from: "order",
      clients: { product: clientOf(received, [bad.id]) },
    });
    expect(await bus.publish("product", [good, bad])).toEqual([good.id]);
    expect(received.map((event) => ({ ...event }))).toEqual([good, bad]);
  });

  it("takes 100 events at most", async () => {
    const received: EventEnvelope[] = [];
    const bus = createServiceEventBus({ from: "order", clients: { product: clientOf(received) } });
    await expect(bus.publish("product", Array.from({ length: 101 }, envelope))).rejects.toThrow();
    expect(received).toEqual([]);
  });

  it("is not for clients of the gateway", async () => {
    const client = clientOf([]);
    const asGateway: ServiceClient = {
      ...client,
      call: (document, variables, options) => {
        const caller = { ...options.context.caller, service: "gateway" } as const;
        return client.call(document, variables, {
          ...options,
          context: { ...options.context, caller },
        });
      },
    };
    const bus = createServiceEventBus({ from: "order", clients: { product: asGateway } });
    await expect(bus.publish("product", [envelope()])).rejects.toThrow("You may not do this.");
    expect(sdl).toMatch(
      /deliverEvents\([^)]*\): DeliverEventsPayload! (@inaccessible @shareable|@shareable @inaccessible)/,
    );
  });

  it("takes nothing from a service whose event it is not, nor what comes with it", async () => {
    const received: EventEnvelope[] = [];
    const product = clientOf(received);
    const bus = createServiceEventBus({ from: "pay", clients: { product } });
    const captured = { ...envelope(), topic: "payment.captured" };
    await expect(bus.publish("product", [captured, envelope()])).rejects.toThrow(
      "You may not do this.",
    );
    expect(received).toEqual([]);
    expect(await bus.publish("product", [captured])).toEqual([captured.id]);
  });

  it("fails for a consumer without a client", async () => {
    const bus = createServiceEventBus({ from: "order", clients: {} });
    await expect(bus.publish("pay", [envelope()])).rejects.toThrow("order has no client for pay");
  });
});
