import { Directive, Field, ObjectType } from "type-graphql";

@Directive("@shareable")
@ObjectType({
  description: "Where a page of a connection stands (Relay cursor connections).",
  simpleResolvers: true,
})
export class PageInfo {
  @Field(() => Boolean, { description: "Whether items follow this page." })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether items precede this page." })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the first item; null on an empty page.",
  })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the last item, to be passed as `after`; null on an empty page.",
  })
  readonly endCursor!: string | null;
}
