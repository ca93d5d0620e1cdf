import type { Catalogue } from "../catalogue/catalogue";
import type { IdMaker } from "../core/ids";
import { DAY_MS, before, inTenYears } from "../core/time";
import type { DemoCouponTemplate } from "../types/marketing";
import { type CouponPlan, couponPlans } from "./couponPlans";

/** A template before anybody has claimed one. */
export type CouponOffer = Omit<DemoCouponTemplate, "claimed" | "used">;

/** The category with its children, since products stand on the leaves. */
export function categoryFamily(catalogue: Catalogue, slug: string): string[] {
  const top = catalogue.categories.find((category) => category.slug === slug);
  if (!top) throw new Error(`The demo catalogue has no category ${slug}.`);
  const children = catalogue.categories.filter((category) => category.parentId === top.id);
  return [top.id, ...children.map((category) => category.id)];
}

/** All coupon templates, oldest first. */
export function createCouponOffers(now: Date, newId: IdMaker, catalogue: Catalogue): CouponOffer[] {
  const toOffer = (plan: CouponPlan): CouponOffer => {
    const startsAt = before(now, plan.startsDaysAgo * DAY_MS);
    const createdAt = before(startsAt, DAY_MS);
    return {
      id: newId(createdAt),
      code: plan.code,
      name: plan.name,
      kind: plan.kind,
      value: plan.value,
      minSpendMinor: plan.minSpendMinor,
      currency: "USD",
      quantity: plan.quantity,
      perUserLimit: plan.perUserLimit,
      categoryIds: plan.categorySlug === null ? [] : categoryFamily(catalogue, plan.categorySlug),
      productIds: [],
      startsAt,
      endsAt: plan.endsDaysAgo === null ? inTenYears(now) : before(now, plan.endsDaysAgo * DAY_MS),
      validDays: plan.validDays,
      createdAt,
    };
  };
  return couponPlans.map(toOffer);
}
