import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { ArrayMaxSize, ArrayMinSize, IsDate, Max, Min, ValidateNested } from "class-validator";
import { Directive, Field, ID, InputType, Int } from "type-graphql";

@Directive("@inaccessible")
@InputType({ description: "Units of one SKU." })
export class StockLineInput {
  @Field(() => ID, { description: "The SKU; several lines of one SKU are summed." })
  @IsEntityId()
  readonly skuId!: string;

  @Field(() => Int, { description: "Units, 1 to 10,000." })
  @Min(1)
  @Max(10_000)
  readonly quantity!: number;
}

@Directive("@inaccessible")
@InputType({ description: "What to hold for an order." })
export class ReserveStockInput {
  @Field(() => ID, { description: "The order; a repeat answers what the first call did." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => DateTimeScalar, { description: "Until when the order may be paid." })
  @IsDate()
  readonly expiresAt!: Date;

  @Field(() => [StockLineInput], { description: "1 to 100 lines; all of them or nothing." })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  readonly lines!: StockLineInput[];
}

@Directive("@inaccessible")
@InputType({ description: "Whose units to give back." })
export class ReleaseStockInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;
}
