import { and, eq } from "drizzle-orm";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { looseInputs } from "@micro-shop/common/testing/looseInputs";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { couponClaims, coupons, couponTemplates } from "../model/tables";
import { createMarketingSubgraph } from "../subgraph";
import {
  anybody,
  DAY_MS,
  inDays,
  openMarketingFixture,
  type MarketingFixture,
  type UserError,
} from "./marketingFixture";

interface ClaimAnswer {
  readonly coupon: {
    readonly id: string;
    readonly status: string;
    readonly expiresAt: string;
    readonly template: { readonly id: string; readonly remaining: number };
  } | null;
  readonly userErrors: readonly UserError[];
}

const CLAIM = `mutation ($input: ClaimCouponInput!) { claimCoupon(input: $input) {
  coupon { id status expiresAt template { id remaining } } userErrors { code path } } }`;

describe("claiming a coupon", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => (fixture = await openMarketingFixture()));
  afterAll(() => fixture.close());

  async function claim(
    templateId: string,
    caller: Partial<Caller> = signedIn(),
  ): Promise<ClaimAnswer> {
    const { data, errors } = await fixture.run<{ claimCoupon: ClaimAnswer }>(caller, CLAIM, {
      input: { templateId },
    });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.claimCoupon;
  }
  const codes = (answers: readonly ClaimAnswer[]) =>
    answers.map(({ userErrors }) => userErrors[0]?.code ?? "CLAIMED").toSorted();
  const claimed = async (templateId: string) => {
    const { drizzle } = fixture.database;
    const [template] = await drizzle
      .select()
      .from(couponTemplates)
      .where(eq(couponTemplates.id, templateId));
    const rows = await drizzle.select().from(coupons).where(eq(coupons.templateId, templateId));
    return { counted: template?.claimed, coupons: rows.length };
  };
  const refused = (code: string) => ({
    coupon: null,
    userErrors: [{ code, path: ["input", "templateId"] }],
  });

  it("puts an unused coupon into the wallet that ends after the template's days", async () => {
    const templateId = await fixture.addTemplate({ validDays: 3, endsAt: inDays(10) });
    const { coupon, userErrors } = await claim(templateId);
    expect(userErrors).toEqual([]);
    expect(coupon).toMatchObject({ status: "UNUSED", template: { id: templateId, remaining: 99 } });
    const daysLeft = (Date.parse(coupon?.expiresAt ?? "") - Date.now()) / DAY_MS;
    expect(daysLeft).toBeGreaterThan(2.9);
    expect(daysLeft).toBeLessThanOrEqual(3);
  });

  it.each([
    [1, "You have already claimed this coupon."],
    [2, "You have already claimed this coupon 2 times; that is the most."],
  ])("says in a sentence that the limit of %i is reached", async (perUserLimit, message) => {
    const input = { templateId: await fixture.addTemplate({ perUserLimit }) };
    const caller = signedIn();
    for (let time = 0; time < perUserLimit; time++) await claim(input.templateId, caller);
    const mutation = `mutation ($input: ClaimCouponInput!) {
      claimCoupon(input: $input) { userErrors { message } } }`;
    const { data } = await fixture.run(caller, mutation, { input });
    expect(data).toEqual({ claimCoupon: { userErrors: [{ message }] } });
  });

  it("gives one user as many as the limit says and not one more", async () => {
    const templateId = await fixture.addTemplate({ perUserLimit: 2 });
    const caller = signedIn();
    const answers = [await claim(templateId, caller), await claim(templateId, caller)];
    expect(codes(answers)).toEqual(["CLAIMED", "CLAIMED"]);
    expect(await claim(templateId, caller)).toEqual(refused("LIMIT_REACHED"));
    expect((await claim(templateId)).userErrors).toEqual([]);
    expect(await claimed(templateId)).toEqual({ counted: 3, coupons: 3 });
  });

  it.each([
    ["NOT_FOUND", "unknown", () => Promise.resolve(newId())],
    ["INVALID_STATE", "not open yet", () => fixture.addTemplate({ startsAt: inDays(0.5) })],
    ["INVALID_STATE", "over", () => fixture.addTemplate({ endsAt: inDays(-0.5) })],
    ["SOLD_OUT", "sold out", () => fixture.addTemplate({ quantity: 5, claimed: 5 })],
  ])("is refused with %s when it is %s", async (code, _title, addTemplate) => {
    const templateId = await addTemplate();
    const before = await claimed(templateId);
    expect(await claim(templateId)).toEqual(refused(code));
    expect(await claimed(templateId)).toEqual(before);
  });

  it("is refused with INVALID_INPUT for what is no id", async () => {
    expect(await claim("1' or '1'='1")).toEqual(refused("INVALID_INPUT"));
  });

  it("needs a login", async () => {
    const templateId = await fixture.addTemplate();
    const { data, errors } = await fixture.run(anybody, CLAIM, { input: { templateId } });
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toMatch(/not signed in/);
  });

  it("gives the last coupon to exactly one of 200 users", async () => {
    const templateId = await fixture.addTemplate({ quantity: 1 });
    const answers = await Promise.all(Array.from({ length: 200 }, () => claim(templateId)));
    expect(codes(answers)).toEqual(["CLAIMED", ...Array<string>(199).fill("SOLD_OUT")]);
    expect(await claimed(templateId)).toEqual({ counted: 1, coupons: 1 });
  });

  it("gives out exactly the issued quantity when 100 claim at once", async () => {
    const templateId = await fixture.addTemplate({ quantity: 40 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => claim(templateId)));
    expect(codes(answers).filter((code) => code === "CLAIMED")).toHaveLength(40);
    expect(await claimed(templateId)).toEqual({ counted: 40, coupons: 40 });
  });

  it("holds the limit of a user who claims 100 times at once", async () => {
    const templateId = await fixture.addTemplate({ perUserLimit: 3 });
    const caller = signedIn();
    const answers = await Promise.all(Array.from({ length: 100 }, () => claim(templateId, caller)));
    expect(codes(answers)).toEqual([
      ...Array<string>(3).fill("CLAIMED"),
      ...Array<string>(97).fill("LIMIT_REACHED"),
    ]);
    expect(await claimed(templateId)).toEqual({ counted: 3, coupons: 3 });
  });

  it("takes nothing from a user's limit when it is refused as sold out", async () => {
    const templateId = await fixture.addTemplate({ quantity: 1 });
    const users = Array.from({ length: 20 }, () => newId());
    await Promise.all(users.map((userId) => claim(templateId, signedIn(userId))));
    const counts = await fixture.database.drizzle
      .select()
      .from(couponClaims)
      .where(and(eq(couponClaims.templateId, templateId)));
    expect(counts.filter((row) => row.claimed > 0)).toHaveLength(1);
  });
});

it("leaves no input field without bounds or for any character", () => {
  expect(looseInputs(createMarketingSubgraph().schema)).toEqual([]);
});
