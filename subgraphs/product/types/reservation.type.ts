import { Money } from "@micro-shop/common/graphql/types/money.type";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";

@Directive("@inaccessible")
@ObjectType({
  description: "What a SKU is sold for now, for other services.",
  simpleResolvers: true,
})
export class SkuOffer {
  @Field(() => ID, { description: "The SKU." })
  readonly skuId!: string;

  @Field(() => ID, { description: "Its product." })
  readonly productId!: string;

  @Field(() => ID, { nullable: true, description: "The category of the product." })
  readonly categoryId!: string | null;

  @Field(() => String, { description: "The SKU's code." })
  readonly code!: string;

  @Field(() => String, { description: "The product's name with the SKU's options." })
  readonly name!: string;

  @Field(() => Money, { description: "What a unit costs." })
  readonly unitPrice!: Money;

  @Field(() => Int, { description: "Units free to sell, before what this call reserves." })
  readonly available!: number;

  @Field(() => Boolean, { description: "Whether its product is published." })
  readonly onSale!: boolean;
}

@Directive("@inaccessible")
@ObjectType({ description: "A SKU that could not be reserved.", simpleResolvers: true })
export class StockShortage {
  @Field(() => ID, { description: "The SKU." })
  readonly skuId!: string;

  @Field(() => Int, { description: "Units free to sell; 0 when there is no such SKU." })
  readonly available!: number;

  @Field(() => Boolean, { description: "Whether it is on sale at all." })
  readonly onSale!: boolean;
}

@Directive("@inaccessible")
@ObjectType({
  description: "Offers at the moment of reserving, or why nothing was reserved.",
  simpleResolvers: true,
})
export class ReserveStockPayload {
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [SkuOffer], { description: "One a SKU; empty when something was short." })
  readonly offers!: SkuOffer[];

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [StockShortage], {
    description: "One a SKU that was short; empty when all is reserved.",
  })
  readonly shortages!: StockShortage[];
}

@Directive("@inaccessible")
@ObjectType({ description: "The outcome of a release.", simpleResolvers: true })
export class ReleaseStockPayload {
  @Field(() => Boolean, {
    description: "Whether this call gave units back; false when nothing was held.",
  })
  readonly released!: boolean;
}
