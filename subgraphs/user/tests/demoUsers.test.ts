import { refuseDemoUsers, seedUsers } from "../jobs/seed";
import { openUserFixture, type UserFixture } from "./userFixture";

describe("a production start", () => {
  let fixture: UserFixture;
  beforeAll(async () => (fixture = await openUserFixture()));
  afterAll(() => fixture.close());

  it("is refused on a database that holds the demo logins, and on no other", async () => {
    await expect(refuseDemoUsers(fixture.database)).resolves.toBeUndefined();
    await seedUsers(fixture.database, new Date("2026-01-01"));
    await expect(refuseDemoUsers(fixture.database)).rejects.toMatchObject({
      name: "StartProblem",
      message: expect.stringContaining("holds the demo shop"),
    });
  });
});
