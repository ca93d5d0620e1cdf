import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { ArrayMaxSize, ArrayNotEmpty, Length, Max, Min, ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { MAX_LINES, MAX_QUANTITY } from "./limits";
import { ReturnDecisionEnum, type ReturnDecisionValue } from "./returnEnums";

const keyDescription =
  "Made up by the client, 1 to 255 characters. For a year the same key with the same input answers the same thing again.";

@InputType({ description: "A line of an order and how many of it." })
export class OrderLineQuantityInput {
  @Field(() => ID, { description: "The order line." })
  @IsEntityId()
  readonly orderLineId!: string;

  @Field(() => Int, { description: "How many, 1 to 999." })
  @Min(1)
  @Max(MAX_QUANTITY)
  readonly quantity!: number;
}

@InputType({ description: "What to ship of which order." })
export class ShipOrderInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => [OrderLineQuantityInput], {
    nullable: true,
    description:
      "What is in the parcel, at most 100 lines; those of one order line are added up. Default: all that is left.",
  })
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_LINES)
  @ValidateNested({ each: true })
  readonly lines?: readonly OrderLineQuantityInput[] | null;

  @Field(() => String, { description: "Who carries it; one line of 1 to 100 characters." })
  @Length(1, 100)
  @IsPlainLine()
  readonly carrier!: string;

  @Field(() => String, {
    description: "The carrier's number for it; one line of 1 to 100 characters.",
  })
  @Length(1, 100)
  @IsPlainLine()
  readonly trackingNumber!: string;

  @Field(() => String, { description: keyDescription })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;
}

@InputType({ description: "Which parcel has arrived." })
export class MarkDeliveredInput {
  @Field(() => ID, { description: "The parcel." })
  @IsEntityId()
  readonly shipmentId!: string;
}

@InputType({ description: "Which order has arrived." })
export class ConfirmReceiptInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;
}

@InputType({ description: "What is to go back of which order, and why." })
export class RequestReturnInput {
  @Field(() => ID, { description: "The order." })
  @IsEntityId()
  readonly orderId!: string;

  @Field(() => [OrderLineQuantityInput], {
    description: "What goes back, 1 to 100 lines; those of one order line are added up.",
  })
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_LINES)
  @ValidateNested({ each: true })
  readonly lines!: readonly OrderLineQuantityInput[];

  @Field(() => String, { description: "Why; one line of 1 to 500 characters." })
  @Length(1, 500)
  @IsPlainLine()
  readonly reason!: string;

  @Field(() => String, { description: keyDescription })
  @Length(1, 255)
  @IsPlainLine()
  readonly idempotencyKey!: string;
}

@InputType({ description: "What is decided on which return." })
export class ResolveReturnInput {
  @Field(() => ID, { description: "The return." })
  @IsEntityId()
  readonly returnId!: string;

  @Field(() => ReturnDecisionEnum, { description: "The decision." })
  readonly decision!: ReturnDecisionValue;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether the goods can be sold again: their units are back on hand then. For RECEIVED alone; default false.",
  })
  readonly restock?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "What to tell the buyer; one line of 1 to 500 characters.",
  })
  @Length(1, 500)
  @IsPlainLine()
  readonly note?: string | null;
}
