import { IsIn, IsOptional, Max, Min } from "class-validator";
import { ArgsType, Field, Int } from "type-graphql";
import { MAX_PAGE_SIZE } from "@micro-shop/common/graphql/connection";
import { CouponStatus, RankingKind } from "./enums";

@ArgsType()
export class FirstArgs {
  @Field(() => Int, { description: "How many at most, 1 to 100." })
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  readonly first!: number;
}

@ArgsType()
export class RankingArgs extends FirstArgs {
  @Field(() => RankingKind, { description: "By what products are ranked." })
  @IsIn(Object.keys(RankingKind))
  readonly kind!: RankingKind;
}

@ArgsType()
export class WalletArgs {
  @Field(() => CouponStatus, { nullable: true, description: "Only these; all when absent." })
  @IsOptional()
  @IsIn(Object.keys(CouponStatus))
  readonly status?: CouponStatus | null;
}
