import { eq } from "drizzle-orm";
import { recordStatements } from "@micro-shop/common/database/statements";
import { seedMarketing } from "../jobs/seed";
import {
  couponClaims,
  coupons,
  couponTemplates,
  flashSaleItems,
  flashTickets,
} from "../model/tables";
import { discountCalls } from "./discountCalls";
import { anybody, openMarketingFixture, type MarketingFixture } from "./marketingFixture";

describe("the demo data", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => {
    fixture = await openMarketingFixture();
  });
  afterAll(() => fixture.close());

  it("is put in once, in few statements", async () => {
    const now = new Date();
    const first = await recordStatements(() => seedMarketing(fixture.database, now));
    expect(first.value).toBe(true);
    expect(first.statements.length).toBeLessThan(20);
    expect(await seedMarketing(fixture.database, now)).toBe(false);
  });

  it("keeps the limits: claimed equals the coupons there are, of each template and user", async () => {
    const { drizzle } = fixture.database;
    const claims = await drizzle.select().from(couponClaims);
    const wallet = await drizzle.select().from(coupons);
    for (const template of await drizzle.select().from(couponTemplates)) {
      const own = wallet.filter((coupon) => coupon.templateId === template.id);
      expect(template.claimed).toBe(own.length);
      const counted = claims.filter((claim) => claim.templateId === template.id);
      expect(counted.reduce((sum, { claimed }) => sum + claimed, 0)).toBe(own.length);
      for (const claim of counted) expect(claim.claimed).toBeLessThanOrEqual(template.perUserLimit);
    }
  });

  it("has sold of each flash sale item what its tickets took", async () => {
    const { drizzle } = fixture.database;
    const tickets = await drizzle.select().from(flashTickets);
    for (const item of await drizzle.select().from(flashSaleItems)) {
      const taken = tickets.filter(
        ({ itemId, status }) => itemId === item.id && status !== "RETURNED",
      );
      expect(taken.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(item.sold);
    }
  });

  it("answers every public query of this subgraph with something", async () => {
    const { data, errors } = await fixture.run<Record<string, unknown[]>>(
      anybody,
      `{ couponTemplates { id } flashSales(phase: RUNNING) { items { id } } banners(placement: HOME) { id }
         upcoming: flashSales(phase: UPCOMING) { id } ended: flashSales(phase: ENDED) { id }
         newest: ranking(kind: NEWEST, first: 10) { id } best: ranking(kind: BEST_RATED, first: 10) { id }
         hot: ranking(kind: HOT, first: 10) { id } recommendations(first: 10) { id } }`,
    );
    expect(errors).toBeUndefined();
    for (const list of Object.values(data ?? {})) expect(list.length).toBeGreaterThan(0);
  });

  it("gives the coupon of an unpaid demo order back when it is released", async () => {
    const { drizzle } = fixture.database;
    const [held] = await drizzle.select().from(coupons).where(eq(coupons.status, "HELD"));
    if (!held?.orderId) throw new Error("The demo has no order that holds a coupon.");
    expect(await discountCalls(fixture).release(held.orderId)).toBe(true);
    expect(await fixture.couponRow(held.id)).toMatchObject({ status: "UNUSED", orderId: null });
  });
});
