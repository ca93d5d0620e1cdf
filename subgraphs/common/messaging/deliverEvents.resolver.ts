import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import { fault } from "../errors";
import { maySend } from "../events";
import type { RequestContext } from "../graphql/requestContext";
import { DeliverEventsInput } from "./deliverEvents.input";
import { DeliverEventsPayload } from "./deliverEvents.type";
import type { EventReceiver } from "./eventBus";

/** What the context of a subgraph that consumes events must hold. */
export interface EventContext extends RequestContext {
  readonly receiveEvents: EventReceiver;
}

/** The way into a subgraph for events of its siblings, the same in all that consume any. */
@Resolver()
export class DeliverEventsResolver {
  @Directive("@inaccessible")
  @Directive("@shareable")
  @Mutation(() => DeliverEventsPayload, {
    description: "For services: applies events, each once however often it comes.",
  })
  async deliverEvents(
    @Arg("input", { description: "The events." }) input: DeliverEventsInput,
    @Ctx() { caller, receiveEvents }: EventContext,
  ): Promise<DeliverEventsPayload> {
    // A service that is taken over must not speak for another one: nobody but pay says that an order is paid.
    if (!input.events.every((event) => maySend(caller.service, event))) fault("FORBIDDEN");
    return { acceptedIds: await receiveEvents(input.events) };
  }
}
