import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse, type UserErrorCode } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import type { MarketingContext } from "../context";
import {
  countClaim,
  findTemplates,
  takeOne,
  type CouponTemplateRow,
} from "../model/couponTemplates";
import { insertCoupon, type CouponRow } from "../model/coupons";
import { expiryOf } from "./couponState";
import { signedInUser } from "@micro-shop/common/graphql/guards";

/**
 * Puts a coupon of the template into the caller's wallet. Never more than the issued quantity nor the limit of a user,
 * however many claim at once. Refusals: NOT_FOUND, INVALID_STATE (not its time), SOLD_OUT, LIMIT_REACHED.
 */
export async function claimCoupon(
  context: MarketingContext,
  input: { readonly templateId: string },
): Promise<CouponRow> {
  const { id: userId } = signedInUser(context);
  return inTransaction(context.database, async (transaction) => {
    const now = clock.now();
    const [template] = await findTemplates(transaction, [input.templateId]);
    refuseClosed(template, now);
    // The user's own row first: the template's row is the one all claimants share, so it is locked last and shortest.
    const claim = { templateId: template.id, userId };
    if (!(await countClaim(transaction, claim, template.perUserLimit))) {
      refuseClaim("LIMIT_REACHED", claimedAll(template.perUserLimit));
    }
    if (!(await takeOne(transaction, template.id, now))) refuseSoldOut();
    const coupon: CouponRow = {
      id: newId(),
      templateId: template.id,
      userId,
      status: "UNUSED",
      orderId: null,
      claimedAt: now,
      expiresAt: expiryOf(template, now),
      heldAt: null,
      usedAt: null,
    };
    await insertCoupon(transaction, coupon);
    return coupon;
  });
}

/** What can be refused by one look, without a lock: most claims of a template that is gone. */
function refuseClosed(
  template: CouponTemplateRow | undefined,
  now: Date,
): asserts template is CouponTemplateRow {
  if (!template) return refuseClaim("NOT_FOUND", "There is no such coupon.");
  if (template.startsAt > now) refuseClaim("INVALID_STATE", "This coupon cannot be claimed yet.");
  if (template.endsAt <= now) refuseClaim("INVALID_STATE", "This coupon can no longer be claimed.");
  if (template.claimed >= template.quantity) refuseSoldOut();
}

function claimedAll(limit: number): string {
  return limit === 1
    ? "You have already claimed this coupon."
    : `You have already claimed this coupon ${limit} times; that is the most.`;
}

function refuseSoldOut(): never {
  return refuseClaim("SOLD_OUT", "All of these coupons are claimed.");
}

function refuseClaim(code: UserErrorCode, message: string): never {
  return refuse(code, message, { path: ["input", "templateId"] });
}
