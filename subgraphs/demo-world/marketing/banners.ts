import type { IdMaker } from "../core/ids";
import { DAY_MS, before, inTenYears } from "../core/time";
import type { DemoBanner } from "../types/marketing";

const bannerPlans: readonly (readonly [title: string, image: string, linkUrl: string])[] = [
  ["Flash Friday: up to 40% off", "flash-friday", "/flash-sales"],
  ["New this month", "new-arrivals", "/products?sort=NEWEST"],
  ["Paper weeks: 10% off office", "paper-weeks", "/categories/office"],
  ["10% off your first order", "welcome", "/coupons"],
];

/** The banners of the home page; one more is over and must not show. */
export function createBanners(now: Date, newId: IdMaker): DemoBanner[] {
  const banner = (
    [title, image, linkUrl]: (typeof bannerPlans)[number],
    position: number,
    endsAt: Date,
  ): DemoBanner => {
    const startsAt = before(now, 30 * DAY_MS);
    const imageUrl = `/media/banners/${image}.webp`;
    return {
      id: newId(startsAt),
      placement: "HOME",
      title,
      imageUrl,
      linkUrl,
      position,
      startsAt,
      endsAt,
      createdAt: startsAt,
    };
  };
  const over = ["Midsummer Night Sale", "midsummer", "/flash-sales"] as const;
  return [
    ...bannerPlans.map((plan, position) => banner(plan, position, inTenYears(now))),
    banner(over, bannerPlans.length, before(now, DAY_MS)),
  ];
}
