import { Max, MaxLength, Min } from "class-validator";
import { ArgsType, Field, Int, ObjectType, type ClassType } from "type-graphql";
import { PageInfo } from "./types/pageInfo.type";

export { decodeCursor, encodeCursor, type CursorValue } from "./cursor";

/** Largest page any list answers. */
export const MAX_PAGE_SIZE = 100;

/** `first` and `after` of every connection. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { description: "How many items at most, 1 to 100." })
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  readonly first!: number;

  @Field(() => String, {
    nullable: true,
    description: "The cursor after which the page begins; the first page when absent.",
  })
  @MaxLength(500)
  readonly after?: string | null;
}

/** A page as logic functions return it; `totalCount` runs only when the client selects it. */
export interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: PageInfo;
  readonly totalCount?: () => Promise<number>;
}

/**
 * Makes a page of rows read with `limit first + 1`: the extra row tells whether another page follows.
 * @param after the cursor the page was asked with; only its presence counts.
 */
export function pageOf<Node>(
  rows: readonly Node[],
  args: { readonly first: number; readonly after?: string | null },
  cursorOf: (row: Node) => string,
  totalCount?: () => Promise<number>,
): Page<Node> {
  const edges = rows.slice(0, args.first).map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > args.first,
      hasPreviousPage: args.after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    ...(totalCount ? { totalCount } : {}),
  };
}

/** The Relay edge class `<Name>Edge` of an entity. `nullableNode` for entities that another subgraph may hide. */
export function edgeOf<Node extends object>(
  node: ClassType<Node>,
  name: string,
  options: { nullableNode?: boolean } = {},
): ClassType<{ cursor: string; node: Node }> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: "Position of this item, to be passed as `after`." })
    readonly cursor!: string;

    @Field(() => node, { nullable: options.nullableNode ?? false, description: "The item." })
    readonly node!: Node;
  }
  return Edge;
}

/** The Relay connection class `<Name>Connection` over an edge class. Extend it for further fields. */
export function connectionOf<Edge extends object>(
  edge: ClassType<Edge>,
  name: string,
): ClassType<{
  edges: Edge[];
  pageInfo: PageInfo;
  totalCount?: (() => Promise<number>) | undefined;
}> {
  @ObjectType(`${name}Connection`, {
    description: `A page of ${name} items.`,
    simpleResolvers: true,
  })
  class Connection {
    @Field(() => [edge], { description: "The items in order." })
    readonly edges!: Edge[];

    @Field(() => PageInfo, { description: "Where this page stands." })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description: "How many items there are in all; counted only when selected.",
    })
    readonly totalCount?: () => Promise<number>;
  }
  return Connection;
}
