import { newId } from "@micro-shop/common/ids";
import type { CouponWithTemplate } from "../model/coupons";
import { expiryOf, refusalOf, shownStatus } from "./couponState";

const now = new Date("2026-06-01T12:00:00Z");
const earlier = new Date(now.getTime() - 1);
const later = new Date(now.getTime() + 1);
const userId = newId();
const orderId = newId();

function found(
  coupon: Partial<CouponWithTemplate["coupon"]> = {},
  template: Partial<CouponWithTemplate["template"]> = {},
): CouponWithTemplate {
  return {
    coupon: {
      id: newId(),
      templateId: newId(),
      userId,
      status: "UNUSED",
      orderId: null,
      claimedAt: earlier,
      expiresAt: later,
      heldAt: null,
      usedAt: null,
      ...coupon,
    },
    template: {
      id: newId(),
      code: "CODE",
      name: "Name",
      kind: "PERCENT",
      value: 10,
      minSpendMinor: 0,
      currency: "USD",
      quantity: 1,
      claimed: 1,
      perUserLimit: 1,
      categoryIds: [],
      productIds: [],
      startsAt: earlier,
      endsAt: later,
      validDays: null,
      createdAt: earlier,
      ...template,
    },
  };
}

describe("the status of a coupon", () => {
  it.each([
    ["UNUSED", later, "UNUSED"],
    ["UNUSED", now, "EXPIRED"],
    ["HELD", earlier, "HELD"],
    ["USED", earlier, "USED"],
  ] as const)("%s until %s is shown as %s", (status, expiresAt, shown) => {
    expect(shownStatus({ status, expiresAt }, now)).toBe(shown);
  });
});

describe("a coupon", () => {
  const buyer = { userId, orderId };
  const other = { status: "HELD", orderId: newId() } as const;
  it.each([
    ["of the buyer may be used", found(), buyer, null],
    ["may be used for a quote", found(), { userId, orderId: null }, null],
    ["that does not exist is not found", null, buyer, "NOT_FOUND"],
    ["of somebody else is not found", found({ userId: newId() }), buyer, "NOT_FOUND"],
    ["is nothing for a guest", found(), { userId: null, orderId }, "NOT_FOUND"],
    ["that another order holds is in use", found(other), buyer, "IN_USE"],
    [
      "that an order holds is in use for a quote",
      found(other),
      { userId, orderId: null },
      "IN_USE",
    ],
    ["that the order itself holds may be used", found({ status: "HELD", orderId }), buyer, null],
    ["that was used is used", found({ status: "USED", orderId: newId() }), buyer, "USED"],
    ["whose time is over has expired", found({ expiresAt: now }), buyer, "EXPIRED"],
    [
      "whose time has not come has not started",
      found({}, { startsAt: later }),
      buyer,
      "NOT_STARTED",
    ],
    ["may be used from the first moment on", found({}, { startsAt: now }), buyer, null],
  ] as const)("%s", (_title, coupon, user, refusal) => {
    expect(refusalOf(coupon, user, now)).toBe(refusal);
  });
});

describe("a claimed coupon ends", () => {
  it.each([
    ["with its template when that says nothing else", null, 10, 10],
    ["after the template's days", 3, 10, 3],
    ["never later than its template", 30, 10, 10],
  ])("%s", (_title, validDays, templateDays, expected) => {
    const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
    expect(expiryOf({ endsAt: inDays(templateDays), validDays }, now)).toEqual(inDays(expected));
  });
});
