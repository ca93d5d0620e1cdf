import { Directive, Field, ID, ObjectType } from "type-graphql";
import { connectionOf, edgeOf } from "@micro-shop/common/graphql/connection";

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A product; the product subgraph fills it.", simpleResolvers: true })
export class Product {
  @Field(() => ID, { description: "Identifies the product." })
  readonly id!: string;
}

/** The product may have been hidden since, hence a nullable node. */
const FavoriteEdge = edgeOf(Product, "Favorite", { nullableNode: true });

export const FavoriteConnection = connectionOf(FavoriteEdge, "Favorite");
