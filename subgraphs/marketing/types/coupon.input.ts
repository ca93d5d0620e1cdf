import { Field, ID, InputType } from "type-graphql";
import { IsEntityId } from "@micro-shop/common/graphql/isEntityId";

@InputType({ description: "A coupon to be claimed." })
export class ClaimCouponInput {
  @Field(() => ID, { description: "Its template." })
  @IsEntityId()
  readonly templateId!: string;
}
