import { useClock } from "@micro-shop/common/clock";
import { recordStatements } from "@micro-shop/common/database/statements";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { newId } from "@micro-shop/common/ids";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { MAX_WALLET } from "../loaders/walletLoaders";
import { coupons } from "../model/tables";
import { anybody, inDays, openMarketingFixture, type MarketingFixture } from "./marketingFixture";

interface CouponAnswer {
  readonly id: string;
  readonly status: string;
  readonly template: { readonly id: string; readonly name: string };
}

const COUPON = "id status expiresAt template { id name kind }";
const ENTITIES = "query ($r: [_Any!]!) { _entities(representations: $r)";

describe("the wallet", () => {
  let fixture: MarketingFixture;
  beforeAll(async () => (fixture = await openMarketingFixture()));
  afterAll(() => fixture.close());

  const list = async (caller: Partial<Caller>, status?: string): Promise<CouponAnswer[]> => {
    const { data, errors } = await fixture.run<{ myCoupons: CouponAnswer[] }>(
      caller,
      `query ($status: CouponStatus) { myCoupons(status: $status) { ${COUPON} } }`,
      { status },
    );
    if (!data) throw new Error(JSON.stringify(errors));
    return data.myCoupons;
  };
  const ids = async (caller: Partial<Caller>, status?: string) =>
    (await list(caller, status)).map(({ id }) => id);
  const ofUser = (caller: Partial<Caller>, userId: string) =>
    fixture.run<{ _entities: [{ coupons: CouponAnswer[] | null }] }>(
      caller,
      `${ENTITIES} { ... on User { coupons(status: UNUSED) { ${COUPON} } } } }`,
      { r: [{ __typename: "User", id: userId }] },
    );
  const reference = (caller: Partial<Caller>, id: string) =>
    fixture.run<{ _entities: [CouponAnswer | null] }>(
      caller,
      `${ENTITIES} { ... on Coupon { ${COUPON} } } }`,
      { r: [{ __typename: "Coupon", id }] },
    );

  it("lists one's own coupons by status, the newest first, expired ones by the clock", async () => {
    const userId = newId();
    const first = await fixture.addCoupon({ userId });
    const second = await fixture.addCoupon({ userId });
    const old = await fixture.addCoupon({ userId, expiresAt: inDays(-1) });
    const held = await fixture.addCoupon({ userId, status: "HELD", orderId: newId() });
    const used = await fixture.addCoupon({ userId, status: "USED", orderId: newId() });
    await fixture.addCoupon();
    const caller = signedIn(userId);
    expect(await ids(caller)).toEqual([used, held, old, second, first]);
    expect(await ids(caller, "UNUSED")).toEqual([second, first]);
    expect(await ids(caller, "EXPIRED")).toEqual([old]);
    expect(await ids(caller, "HELD")).toEqual([held]);
    expect(await ids(caller, "USED")).toEqual([used]);
  });

  it("shows an unused coupon as expired from the moment its time is over", async () => {
    const userId = newId();
    const expiresAt = inDays(1);
    await fixture.addCoupon({ userId, expiresAt });
    const statusAt = async (now: Date) => {
      const restore = useClock({ now: () => now });
      const shown = await list(signedIn(userId)).finally(restore);
      return shown.map(({ status }) => status);
    };
    expect(await statusAt(new Date(expiresAt.getTime() - 1))).toEqual(["UNUSED"]);
    expect(await statusAt(expiresAt)).toEqual(["EXPIRED"]);
  });

  it("shows at most 100 coupons", async () => {
    const userId = newId();
    const templateId = await fixture.addTemplate();
    const row = { templateId, userId, status: "UNUSED", claimedAt: new Date() } as const;
    await fixture.database.drizzle.insert(coupons).values(
      Array.from({ length: MAX_WALLET + 1 }, () => ({
        ...row,
        id: newId(),
        expiresAt: inDays(1),
      })),
    );
    expect(await list(signedIn(userId))).toHaveLength(MAX_WALLET);
  });

  it("needs a login", async () => {
    expect((await fixture.run(anybody, "{ myCoupons { id } }")).data).toEqual({ myCoupons: null });
  });

  it("is open to its owner and to staff with marketing:read, and to nobody else", async () => {
    const userId = newId();
    const id = await fixture.addCoupon({ userId });
    for (const caller of [signedIn(userId), signedIn(newId(), "marketing:read")]) {
      expect((await ofUser(caller, userId)).data?._entities[0].coupons).toMatchObject([{ id }]);
      expect((await reference(caller, id)).data?._entities[0]).toMatchObject({ id });
    }
    for (const caller of [anybody, signedIn(), signedIn(newId(), "user:read", "order:read")]) {
      const wallet = await ofUser(caller, userId);
      expect(wallet.data?._entities[0]).toEqual({ coupons: null });
      expect(wallet.errors).toHaveLength(1);
      expect((await reference(caller, id)).data?._entities[0]).toBeNull();
    }
  });

  it("resolves no coupon for an unknown or malformed reference", async () => {
    const staff = signedIn(newId(), "marketing:read");
    expect((await reference(staff, newId())).data?._entities[0]).toBeNull();
    expect((await reference(staff, "x")).data?._entities[0]).toBeNull();
  });

  it("reads many coupons in one statement and their templates in another", async () => {
    const userId = newId();
    for (let index = 0; index < 5; index++) await fixture.addCoupon({ userId });
    const wallet = await recordStatements(() => list(signedIn(userId), "UNUSED"));
    expect(wallet.value).toHaveLength(5);
    expect(wallet.statements).toHaveLength(2);
    const r = wallet.value.map(({ id }) => ({ __typename: "Coupon", id }));
    const entities = await recordStatements(() =>
      fixture.run(signedIn(userId), `${ENTITIES} { ... on Coupon { ${COUPON} } } }`, { r }),
    );
    expect(entities.statements).toHaveLength(2);
  });
});
