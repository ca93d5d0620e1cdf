import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";

@Directive('@key(fields: "id")')
@ObjectType({
  description: "One SKU of a flash sale: so many units at a lower price.",
  simpleResolvers: true,
})
export class FlashSaleItem {
  @Field(() => ID, { description: "Identifies the item." })
  readonly id!: string;

  @Field(() => Int, { description: "Units there are in all." })
  readonly quota!: number;

  @Field(() => Int, { description: "Units that are taken; never more than the quota." })
  readonly sold!: number;

  @Field(() => Int, { description: "Units one user may take." })
  readonly perUserLimit!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A sale for a short time.", simpleResolvers: true })
export class FlashSale {
  @Field(() => ID, { description: "Identifies the sale." })
  readonly id!: string;

  @Field(() => String, { description: "What it is called." })
  readonly name!: string;

  @Field(() => DateTimeScalar, { description: "When it starts." })
  readonly startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it ends." })
  readonly endsAt!: Date;

  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [FlashSaleItem], { description: "What is sold, in order; at most 100." })
  readonly items!: readonly FlashSaleItem[];
}
