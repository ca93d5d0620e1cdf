import { ConnectionArgs } from "@micro-shop/common/graphql/connection";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { IsPlainLine } from "@micro-shop/common/graphql/isPlainLine";
import { DateTimeScalar } from "@micro-shop/common/graphql/types/scalars";
import { ArrayMaxSize, IsDate, IsOptional, Length, ValidateNested } from "class-validator";
import { ArgsType, Field, ID, InputType } from "type-graphql";
import { OrderStatusEnum, type OrderStatusValue } from "./enums";

@InputType({ description: "Which orders; what is absent says nothing, all else must be so." })
export class AdminOrderFilter {
  @Field(() => [OrderStatusEnum], {
    nullable: true,
    description: "In one of these statuses, 10 at most; any when absent or empty.",
  })
  @IsOptional()
  @ArrayMaxSize(10)
  readonly status?: readonly OrderStatusValue[] | null;

  @Field(() => String, { nullable: true, description: "The one with this number." })
  @IsOptional()
  @Length(1, 32)
  @IsPlainLine()
  readonly orderNo?: string | null;

  @Field(() => ID, { nullable: true, description: "Bought by this user." })
  @IsOptional()
  @IsEntityId()
  readonly buyerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "With this in its number or the recipient's name, or with this tracking number; 2 to 100 characters.",
  })
  @IsOptional()
  @Length(2, 100)
  @IsPlainLine()
  readonly search?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether a wish to cancel it waits for a decision.",
  })
  readonly cancellationRequested?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Placed at this moment or later." })
  @IsOptional()
  @IsDate()
  readonly createdFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Placed before this moment." })
  @IsOptional()
  @IsDate()
  readonly createdBefore?: Date | null;
}

@ArgsType()
export class AdminOrdersArgs extends ConnectionArgs {
  @Field(() => AdminOrderFilter, { nullable: true, description: "Which ones; all when absent." })
  @IsOptional()
  @ValidateNested()
  readonly filter?: AdminOrderFilter | null;
}
