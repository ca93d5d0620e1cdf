import { eq } from "drizzle-orm";
import { recordStatements } from "@micro-shop/common/database/statements";
import { looseInputs } from "@micro-shop/common/testing/looseInputs";
import { signedIn } from "@micro-shop/common/testing/serviceContext";
import { newId } from "@micro-shop/common/ids";
import { seedUsers } from "../jobs/seed";
import { createUserSubgraph } from "../subgraph";
import { users } from "../model/tables";
import { openUserFixture, type UserError, type UserFixture } from "./userFixture";

const ALL_FIELDS =
  "id name email phone avatarUrl gender birthday roles createdAt addresses { id } sessions { id current } favorites(first: 2) { edges { node { id } } }";
const OWN_FIELDS = [
  "email",
  "phone",
  "avatarUrl",
  "gender",
  "birthday",
  "roles",
  "createdAt",
  "addresses",
  "sessions",
  "favorites",
];

describe("a user's profile", () => {
  let fixture: UserFixture;
  let owner: Awaited<ReturnType<UserFixture["newCaller"]>>;
  beforeAll(async () => (fixture = await openUserFixture()));
  afterAll(() => fixture.close());
  beforeEach(async () => (owner = await fixture.newCaller()));

  const update = (input: object): Promise<{ user: unknown; userErrors: UserError[] }> =>
    fixture.mutate(
      owner,
      "updateProfile",
      "user { name avatarUrl gender birthday } userErrors { code path }",
      input,
    );
  const entity = (caller: object, selection: string) =>
    fixture.run<{ _entities: ({ id: string } | null)[] }>(
      caller,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${selection} } } }`,
      { r: [{ __typename: "User", id: owner.id }] },
    );

  it("is null for somebody who is not signed in", async () => {
    expect((await fixture.run({}, "{ me { id } }")).data).toEqual({ me: null });
  });

  it("answers everything to its owner", async () => {
    const { data, errors } = await fixture.run<{ me: object }>(owner, `{ me { ${ALL_FIELDS} } }`);
    expect(errors).toBeUndefined();
    expect(data?.me).toMatchObject({ email: owner.email, roles: ["CUSTOMER"], addresses: [] });
  });

  it("changes what is given, keeps what is not, clears what is null", async () => {
    await update({
      name: "Grace",
      avatarUrl: "https://example.com/g.png",
      gender: "FEMALE",
      birthday: "1906-12-09",
    });
    expect(await update({ gender: null })).toEqual({
      user: {
        name: "Grace",
        avatarUrl: "https://example.com/g.png",
        gender: null,
        birthday: "1906-12-09",
      },
      userErrors: [],
    });
  });

  it.each([
    [{ name: "" }, "name"],
    [{ name: null }, "name"],
    [{ avatarUrl: "javascript:alert(1)" }, "avatarUrl"],
    [{ birthday: "2999-01-01" }, "birthday"],
    [{ birthday: "1899-12-31" }, "birthday"],
  ])("refuses %j", async (input, field) => {
    const { user, userErrors } = await update(input);
    expect(user).toBeNull();
    expect(userErrors).toContainEqual({ code: "INVALID_INPUT", path: ["input", field] });
  });

  it("shows others the name and, by reference, nothing else", async () => {
    const { data, errors } = await entity(signedIn(newId()), ALL_FIELDS);
    const nothing = Object.fromEntries(OWN_FIELDS.map((field) => [field, null]));
    expect(data?._entities[0]).toEqual({ id: owner.id, name: "A Person", ...nothing });
    expect(errors).toHaveLength(OWN_FIELDS.length);
  });

  it("shows staff with user:read all, the status included, which the owner cannot see", async () => {
    const staff = await entity(signedIn(newId(), "user:read"), `${ALL_FIELDS} status`);
    expect(staff.errors).toBeUndefined();
    expect(staff.data?._entities[0]).toMatchObject({ email: owner.email, status: "ACTIVE" });
    expect((await entity(owner, "status")).data).toEqual({ _entities: [{ status: null }] });
  });

  it("reads a hundred users by reference in one statement", async () => {
    const others = await Promise.all(Array.from({ length: 3 }, () => fixture.newCaller()));
    const r = Array.from({ length: 100 }, (_, index) => ({
      __typename: "User",
      id: others[index % 3]?.id,
    }));
    const { statements, value } = await recordStatements(() =>
      fixture.run<{ _entities: unknown[] }>(
        owner,
        "query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { id name } } }",
        { r },
      ),
    );
    expect(value.data?._entities).toHaveLength(100);
    expect(statements).toHaveLength(1);
  });
});

it("is seeded for the people of the demo, once", async () => {
  const { database, close } = await openUserFixture();
  const now = new Date("2026-01-01T00:00:00Z");
  expect([await seedUsers(database, now), await seedUsers(database, now)]).toEqual([true, false]);
  const shutOut = await database.drizzle
    .select({ disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.status, "DISABLED"));
  expect(shutOut).toEqual([{ disabledAt: expect.any(Date) }]);
  await close();
});

it("leaves no input field without bounds or for any character, passwords aside", () => {
  expect(
    looseInputs(createUserSubgraph().schema, {
      free: ["RegisterInput.password", "LoginInput.password"],
    }),
  ).toEqual([]);
});
