import { compare, lookUpIn } from "../compare";
import type { Findings, Invariant, Scope } from "../invariant";
import { reportRows } from "../query";
import { isEnded, isPaid, liveStatuses } from "./orderStatuses";

const ISSUED = `
  SELECT t.id AS templateId,
    concat(t.claimed, ' claimed of ', t.quantity, ', and there are ', coalesce(c.coupons, 0)) AS detail
  FROM coupon_template t
  LEFT JOIN (SELECT template_id, count(*) AS coupons FROM coupon GROUP BY template_id) c
    ON c.template_id = t.id
  WHERE t.claimed NOT BETWEEN 0 AND t.quantity OR t.claimed <> coalesce(c.coupons, 0)`;

const CLAIMS = `
  SELECT template_id AS templateId, user_id AS userId,
    concat('has ', sum(coupons), ', counted ', sum(counted), ', may have ', min(per_user_limit)) AS detail
  FROM (
    SELECT template_id, user_id, 1 AS coupons, 0 AS counted FROM coupon
    UNION ALL
    SELECT template_id, user_id, 0, claimed FROM coupon_claim
  ) AS claims
  JOIN coupon_template t ON t.id = claims.template_id
  GROUP BY template_id, user_id
  HAVING sum(coupons) <> sum(counted) OR sum(coupons) > min(per_user_limit)`;

const USED_TWICE = `
  SELECT coupon_id AS couponId, concat('in ', count(*), ' live orders') AS detail
  FROM orders WHERE coupon_id IS NOT NULL AND status IN (?) GROUP BY coupon_id HAVING count(*) > 1`;

const LIVE_ORDERS = `
  SELECT id, status, coupon_id AS couponId FROM orders
  WHERE :page AND coupon_id IS NOT NULL AND status IN (?) AND updated_at <= ?`;

const COUPONS_OF_ORDERS = "SELECT order_id AS ref, id, status FROM coupon WHERE order_id IN (?)";

const SPENT_COUPONS = `
  SELECT order_id AS id, id AS couponId, status FROM coupon
  WHERE :page AND coalesce(used_at, held_at) <= ?`;

const ORDERS = "SELECT id AS ref, status, coupon_id AS couponId FROM orders WHERE id IN (?)";

interface OrderOfCoupon {
  readonly id: string;
  readonly status: string;
  readonly couponId: string;
}

interface CouponOfOrder {
  readonly ref: string;
  readonly id: string;
  readonly status: string;
}

export const couponsOnce: Invariant = {
  name: "I6",
  sentence: "Coupons used ≤ issued, within each user's limit; one live use a wallet coupon.",
  async check(scope, findings) {
    const { marketing, order } = scope.sources;
    for (const sql of [ISSUED, CLAIMS]) await reportRows(findings, marketing, sql);
    await reportRows(findings, order, USED_TWICE, [liveStatuses]);
    await checkOrders(scope, findings);
    await checkCoupons(scope, findings);
  },
};

/** The coupon of a live order is that order's: HELD until it is paid, then USED. */
async function checkOrders(scope: Scope, findings: Findings): Promise<void> {
  const { marketing, order } = scope.sources;
  await compare<OrderOfCoupon, CouponOfOrder>(
    scope,
    {
      source: order,
      sql: LIVE_ORDERS,
      values: [liveStatuses, scope.until],
      key: "id",
      idName: "orderId",
      lookUp: lookUpIn(marketing, COUPONS_OF_ORDERS),
      judge: ({ status, couponId }, [coupon]) => {
        const wanted = isPaid(status) ? "USED" : "HELD";
        if (coupon?.id === couponId && coupon.status === wanted) return null;
        const found =
          coupon === undefined ? "it is no coupon's" : `${coupon.id} is ${coupon.status}`;
        return `${status} with coupon ${couponId}, but ${found}`;
      },
    },
    findings,
  );
}

/** A coupon that is held or used belongs to an order that is there and says so; what an ended one holds is I7's affair. */
async function checkCoupons(scope: Scope, findings: Findings): Promise<void> {
  const { marketing, order } = scope.sources;
  await compare<OrderOfCoupon, { ref: string; status: string; couponId: string | null }>(
    scope,
    {
      source: marketing,
      sql: SPENT_COUPONS,
      values: [scope.until],
      key: "order_id",
      idName: "orderId",
      lookUp: lookUpIn(order, ORDERS),
      judge: ({ couponId, status }, [found]) => {
        if (found === undefined)
          return `coupon ${couponId} is ${status}, but the order is not there`;
        // An order that is being placed does not name its coupon yet.
        if (found.status === "PENDING" || isEnded(found.status)) return null;
        if (found.couponId === couponId) return null;
        return `coupon ${couponId} is ${status}, but the order names ${found.couponId ?? "none"}`;
      },
    },
    findings,
  );
}
