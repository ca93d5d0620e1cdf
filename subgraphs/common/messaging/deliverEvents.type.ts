import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive("@inaccessible")
@Directive("@shareable")
@ObjectType({ description: "What became of delivered events.", simpleResolvers: true })
export class DeliverEventsPayload {
  @Field(() => [ID], {
    description:
      "The events that have been applied, now or before. The others are to be sent again.",
  })
  readonly acceptedIds!: readonly string[];
}
