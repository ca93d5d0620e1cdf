import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { Length, Max, Min, NotEquals } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";

/** Largest single adjustment, in units. */
const MAX_DELTA = 1_000_000;

@InputType({ description: "A correction of the units on hand." })
export class AdjustStockInput {
  @Field(() => ID, { description: "The SKU." })
  @IsEntityId()
  readonly skuId!: string;

  @Field(() => Int, {
    description: "Units that came (positive) or went (negative), not 0, up to 1,000,000.",
  })
  @Min(-MAX_DELTA)
  @Max(MAX_DELTA)
  @NotEquals(0)
  readonly delta!: number;

  @Field(() => String, { description: "Why, for the ledger; 1 to 200 characters." })
  @Length(1, 200)
  @IsPlainLine()
  readonly reason!: string;

  @Field(() => String, {
    description:
      "1 to 255 characters. For a year the same key and input again answer the same and change nothing.",
  })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;
}
