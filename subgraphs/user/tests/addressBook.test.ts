import { newId } from "@micro-shop/common/ids";
import { MAX_ADDRESSES } from "../logic/addressBook";
import { openUserFixture, type UserError, type UserFixture } from "./userFixture";

interface AddressAnswer {
  readonly address: {
    readonly id: string;
    readonly isDefault: boolean;
    readonly city: string;
  } | null;
  readonly userErrors: readonly UserError[];
}

const ADDRESS = "address { id isDefault city } userErrors { code path }";
const home = {
  recipient: "Ada",
  phone: "+1 555 0100",
  country: "US",
  city: "Springfield",
  line1: "1 Main St",
};

describe("the address book", () => {
  let fixture: UserFixture;
  let owner: Awaited<ReturnType<UserFixture["newCaller"]>>;
  beforeAll(async () => (fixture = await openUserFixture()));
  afterAll(() => fixture.close());
  beforeEach(async () => (owner = await fixture.newCaller()));

  const add = (input: object = {}, caller = owner): Promise<AddressAnswer> =>
    fixture.mutate(caller, "addAddress", ADDRESS, { ...home, ...input });
  const update = (input: object, caller = owner): Promise<AddressAnswer> =>
    fixture.mutate(caller, "updateAddress", ADDRESS, input);
  const remove = (
    addressId: string,
    caller = owner,
  ): Promise<{ deletedId: string | null; userErrors: UserError[] }> =>
    fixture.mutate(caller, "deleteAddress", "deletedId userErrors { code path }", { addressId });
  const list = async (): Promise<{ id: string; isDefault: boolean }[]> => {
    const { data } = await fixture.run<{ me: { addresses: { id: string; isDefault: boolean }[] } }>(
      owner,
      "{ me { addresses { id isDefault } } }",
    );
    return data?.me.addresses ?? [];
  };

  it("makes the first address the default and moves the default on demand", async () => {
    const first = await add();
    const second = await add();
    expect([first.address?.isDefault, second.address?.isDefault]).toEqual([true, false]);
    await update({ addressId: second.address?.id, isDefault: true });
    expect(await list()).toEqual([
      { id: second.address?.id, isDefault: true },
      { id: first.address?.id, isDefault: false },
    ]);
  });

  it("keeps at most one default when twenty are added as default at once", async () => {
    await Promise.all(Array.from({ length: 20 }, () => add({ isDefault: true })));
    expect((await list()).filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  it("holds its limit under parallel adds", async () => {
    const answers = await Promise.all(Array.from({ length: MAX_ADDRESSES + 5 }, () => add()));
    expect(await list()).toHaveLength(MAX_ADDRESSES);
    expect(
      answers.filter(({ userErrors }) => userErrors[0]?.code === "LIMIT_REACHED"),
    ).toHaveLength(5);
  });

  it("changes only the fields that are given and answers what is stored", async () => {
    const { address } = await add({ region: "IL" });
    const changed = await update({ addressId: address?.id, city: "Shelbyville" });
    expect(changed).toMatchObject({
      address: { city: "Shelbyville", isDefault: true },
      userErrors: [],
    });
  });

  it("answers NOT_FOUND for somebody else's address and leaves it alone", async () => {
    const { address } = await add();
    const stranger = await fixture.newCaller();
    const refusal = [{ code: "NOT_FOUND", path: ["input", "addressId"] }];
    expect(
      (await update({ addressId: address?.id, city: "Nowhere" }, stranger)).userErrors,
    ).toEqual(refusal);
    expect((await remove(address?.id ?? "", stranger)).userErrors).toEqual(refusal);
    expect(await list()).toHaveLength(1);
  });

  it("deletes an address once", async () => {
    const { address } = await add();
    expect((await remove(address?.id ?? "")).deletedId).toBe(address?.id);
    expect((await remove(address?.id ?? "")).userErrors[0]?.code).toBe("NOT_FOUND");
  });

  it.each([
    [{ country: "usa" }, "country"],
    [{ country: "ZZ" }, "country"],
    [{ phone: "call me" }, "phone"],
    [{ phone: "+((((((" }, "phone"],
    [{ phone: "+1 555 0100\n" }, "phone"],
    [{ phone: "+1 555\n0100" }, "phone"],
    [{ city: " \u00A0" }, "city"],
    [{ line2: "flat 1\nflat 2" }, "line2"],
    [{ postalCode: "\u0000" }, "postalCode"],
    [{ recipient: "" }, "recipient"],
    [{ line1: "x".repeat(201) }, "line1"],
  ])("refuses %j", async (input, field) => {
    expect((await add(input)).userErrors).toContainEqual({
      code: "INVALID_INPUT",
      path: ["input", field],
    });
    expect(await list()).toEqual([]);
  });

  it("stores no blanks around what was typed", async () => {
    const { address } = await add({ city: " Springfield " });
    expect(address?.city).toBe("Springfield");
    const changed = await update({ addressId: address?.id, city: "Shelbyville  " });
    expect(changed.address?.city).toBe("Shelbyville");
  });

  it("refuses to clear a required field", async () => {
    const { address } = await add();
    const { userErrors } = await update({ addressId: address?.id, city: null });
    expect(userErrors).toEqual([{ code: "INVALID_INPUT", path: ["input", "city"] }]);
  });

  it("gives an order the snapshot of the buyer's own address only, and clients nothing", async () => {
    const { address } = await add();
    const query = "query ($u: ID!, $a: ID!) { addressSnapshot(userId: $u, addressId: $a) { id } }";
    const service = { service: "order" } as const;
    const own = await fixture.run(service, query, { u: owner.id, a: address?.id });
    const foreign = await fixture.run(service, query, { u: newId(), a: address?.id });
    const client = await fixture.run(owner, query, { u: owner.id, a: address?.id });
    expect([own.data, foreign.data, client.data]).toEqual([
      { addressSnapshot: { id: address?.id } },
      { addressSnapshot: null },
      { addressSnapshot: null },
    ]);
    expect(client.errors?.[0]?.message).toBe("You may not do this.");
  });
});
