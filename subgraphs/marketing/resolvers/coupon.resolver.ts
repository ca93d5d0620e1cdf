import { Arg, Args, Ctx, Directive, Mutation, Query, Resolver } from "type-graphql";
import type { MarketingContext } from "../context";
import { claimCoupon } from "../logic/claimCoupon";
import { openTemplates } from "../logic/shopWindow";
import { signedInUser } from "@micro-shop/common/graphql/guards";
import type { CouponTemplateRow } from "../model/couponTemplates";
import type { CouponRow } from "../model/coupons";
import { ClaimCouponInput } from "../types/coupon.input";
import { Coupon, CouponPayload, CouponTemplate } from "../types/coupon.type";
import { WalletArgs } from "../types/listArgs.input";

@Resolver()
export class CouponResolver {
  @Directive("@listSize(assumedSize: 5)")
  @Query(() => [CouponTemplate], {
    description:
      "The coupons that may be claimed now, those of which some are left first; at most 100.",
  })
  couponTemplates(@Ctx() context: MarketingContext): Promise<readonly CouponTemplateRow[]> {
    return openTemplates(context);
  }

  @Directive("@authenticated")
  @Directive("@listSize(assumedSize: 5)")
  @Query(() => [Coupon], {
    nullable: true,
    description: "One's coupons, the newest first; at most 100 of the status.",
  })
  myCoupons(
    @Args() args: WalletArgs,
    @Ctx() context: MarketingContext,
  ): Promise<readonly CouponRow[]> {
    return context.loaders.wallet(args.status ?? null).load(signedInUser(context).id);
  }

  @Directive("@authenticated")
  @Mutation(() => CouponPayload, {
    description:
      "Claims a coupon. Refused: NOT_FOUND, INVALID_STATE (not its time), SOLD_OUT, LIMIT_REACHED.",
  })
  async claimCoupon(
    @Arg("input", { description: "Which." }) input: ClaimCouponInput,
    @Ctx() context: MarketingContext,
  ): Promise<CouponPayload> {
    return { coupon: await claimCoupon(context, input) };
  }
}
