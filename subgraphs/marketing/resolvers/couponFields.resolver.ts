import { Args, Ctx, Directive, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { clock } from "@micro-shop/common/clock";
import { ownerOrScope } from "@micro-shop/common/graphql/guards";
import { Money, toMoney } from "@micro-shop/common/graphql/types/money.type";
import type { MarketingContext } from "../context";
import { applicableProducts } from "../logic/applicableProducts";
import { shownStatus } from "../logic/couponState";
import type { CouponTemplateRow } from "../model/couponTemplates";
import type { CouponRow } from "../model/coupons";
import { Coupon, CouponTemplate } from "../types/coupon.type";
import { CouponStatus } from "../types/enums";
import { FirstArgs, WalletArgs } from "../types/listArgs.input";
import { Product } from "../types/product.type";
import { User } from "../types/user.type";
import { productStubs, type ProductStub } from "./productStubs";

/** Lets staff read other people's coupons. */
export const STAFF_SCOPE = "marketing:read";

@Resolver(() => CouponTemplate)
export class CouponTemplateFieldsResolver {
  @FieldResolver(() => Int, { description: "How many are left to be claimed." })
  remaining(@Root() template: CouponTemplateRow): number {
    return template.quantity - template.claimed;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "Whole percent it takes off; null when its kind is FIXED.",
  })
  percent(@Root() { kind, value }: CouponTemplateRow): number | null {
    return kind === "PERCENT" ? value : null;
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: "What it takes off; null when its kind is PERCENT.",
  })
  amount(@Root() { kind, value, currency }: CouponTemplateRow): Money | null {
    return kind === "FIXED" ? toMoney({ amountMinor: value, currency }) : null;
  }

  @FieldResolver(() => Money, {
    description: "What the products it applies to must cost at least, after promotions.",
  })
  minSpend(@Root() { minSpendMinor, currency }: CouponTemplateRow): Money {
    return toMoney({ amountMinor: minSpendMinor, currency });
  }
}

/** Coupons come here only by ways that have checked the owner. */
@Resolver(() => Coupon)
export class CouponFieldsResolver {
  @FieldResolver(() => CouponStatus, { nullable: true, description: "What became of it." })
  status(@Root() coupon: CouponRow): CouponStatus {
    return shownStatus(coupon, clock.now());
  }

  @FieldResolver(() => CouponTemplate, { nullable: true, description: "What it is a coupon of." })
  template(
    @Root() coupon: CouponRow,
    @Ctx() context: MarketingContext,
  ): Promise<CouponTemplateRow | null> {
    return context.loaders.template.load(coupon.templateId);
  }

  @Directive('@listSize(slicingArguments: ["first"])')
  @FieldResolver(() => [Product], {
    nullable: "itemsAndList",
    description: "Products it may be used for, popular ones first.",
  })
  async applicableProducts(
    @Root() coupon: CouponRow,
    @Args() { first }: FirstArgs,
    @Ctx() context: MarketingContext,
  ): Promise<readonly ProductStub[] | null> {
    const template = await context.loaders.template.load(coupon.templateId);
    return template && productStubs(await applicableProducts(context, template, first));
  }
}

@Resolver(() => User)
export class UserCouponsResolver {
  @Directive("@listSize(assumedSize: 5)")
  @FieldResolver(() => [Coupon], {
    nullable: true,
    description: "Coupons, the newest first, at most 100 of the status. Owner and staff.",
  })
  coupons(
    @Root() user: { readonly id: string },
    @Args() args: WalletArgs,
    @Ctx() context: MarketingContext,
  ): Promise<readonly CouponRow[]> {
    ownerOrScope(context.caller, user.id, STAFF_SCOPE);
    return context.loaders.wallet(args.status ?? null).load(user.id);
  }
}
