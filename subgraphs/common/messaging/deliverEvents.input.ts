import { ArrayMaxSize, MaxLength, ValidateNested } from "class-validator";
import { Directive, Field, ID, InputType } from "type-graphql";
import type { EventEnvelope } from "../events";
import { MAX_EVENTS_DELIVERED } from "./eventBus";

@Directive("@inaccessible")
@InputType({ description: "One event of another service." })
export class EventInput implements EventEnvelope {
  @Field(() => ID, { description: "The same in every delivery." })
  @MaxLength(36)
  readonly id!: string;

  @Field(() => String, { description: "Its topic." })
  @MaxLength(64)
  readonly topic!: string;

  @Field(() => String, { description: "What it says, as JSON text." })
  @MaxLength(1_000_000)
  readonly payload!: string;

  @Field(() => String, { description: "When it happened, RFC 3339." })
  @MaxLength(40)
  readonly occurredAt!: string;
}

@Directive("@inaccessible")
@InputType({ description: "Events for this service." })
export class DeliverEventsInput {
  @Field(() => [EventInput], { description: `The events, ${MAX_EVENTS_DELIVERED} at most.` })
  @ArrayMaxSize(MAX_EVENTS_DELIVERED)
  @ValidateNested({ each: true })
  readonly events!: EventInput[];
}
