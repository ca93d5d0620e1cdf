import { Directive, Field, ID, ObjectType } from "type-graphql";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { PromotionKind } from "./enums";

@ObjectType({ description: "A picture that leads somewhere.", simpleResolvers: true })
export class Banner {
  @Field(() => ID, { description: "Identifies the banner." })
  readonly id!: string;

  @Field(() => String, { description: "The picture: a URL, or a path on the mall's own host." })
  readonly imageUrl!: string;

  @Field(() => String, { nullable: true, description: "Where it leads; null: nowhere." })
  readonly linkUrl!: string | null;

  @Field(() => String, { nullable: true, description: "What it says." })
  readonly title!: string | null;
}

@ObjectType({ description: "A lower price for some time.", simpleResolvers: true })
export class Promotion {
  @Field(() => ID, { description: "Identifies the promotion." })
  readonly id!: string;

  @Field(() => String, { description: "What it is called." })
  readonly name!: string;

  @Field(() => PromotionKind, { description: "What it gives." })
  readonly kind!: PromotionKind;

  @Field(() => Boolean, { description: "Whether it is combined with other promotions." })
  readonly stackable!: boolean;

  @Field(() => DateTimeScalar, { description: "When it ends." })
  readonly endsAt!: Date;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({ description: "A SKU; the product subgraph fills it.", simpleResolvers: true })
export class Sku {
  @Field(() => ID, { description: "Identifies the SKU." })
  readonly id!: string;
}
