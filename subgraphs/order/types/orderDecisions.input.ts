import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";
import { ArrayMaxSize } from "class-validator";
import { ArgsType, Field, ID } from "type-graphql";

@ArgsType()
export class OrderDecisionsArgs {
  @Field(() => [ID], { description: "The orders, at most 100." })
  @ArrayMaxSize(100)
  @IsEntityId({ each: true })
  readonly orderIds!: string[];
}
