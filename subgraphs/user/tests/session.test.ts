import { MAX_SESSIONS } from "../model/sessionLife";
import {
  openUserFixture,
  PASSWORD,
  SESSION,
  type SessionAnswer,
  type UserFixture,
} from "./userFixture";

describe("signing in", () => {
  let fixture: UserFixture;
  beforeAll(async () => (fixture = await openUserFixture()));
  afterAll(() => fixture.close());

  const register = (input: object): Promise<SessionAnswer> =>
    fixture.mutate({}, "register", SESSION, { password: PASSWORD, name: "Ada", ...input });
  const login = (login: string, password = PASSWORD): Promise<SessionAnswer> =>
    fixture.mutate({ clientAddress: "10.0.0.1" }, "login", SESSION, { login, password });
  const refresh = (refreshToken = ""): Promise<SessionAnswer> =>
    fixture.mutate({}, "refreshSession", SESSION, { refreshToken });

  it("registers by e-mail, normalised, and answers the new user's own fields", async () => {
    const { session, userErrors } = await register({ email: "Ada@Example.com" });
    expect(userErrors).toEqual([]);
    expect(session?.user).toMatchObject({ email: "ada@example.com", roles: ["CUSTOMER"] });
  });

  it("registers by phone and signs in with it", async () => {
    await register({ phone: "+4917012345678" });
    expect((await login("+49 170 12345678")).session).not.toBeNull();
  });

  it.each([
    [{}, "email"],
    [{ email: "not an address" }, "email"],
    [{ email: "half\uD800@example.com" }, "email"],
    [{ phone: "0170" }, "phone"],
    [{ email: "short@example.com", password: "short" }, "password"],
    [{ email: "blank@example.com", name: "   " }, "name"],
    [{ email: "line@example.com", name: "Ada\nBcc: all" }, "name"],
    [{ email: `${"İ".repeat(32)}@${"a.".repeat(109)}com` }, "email"],
  ])("refuses %j and names the field", async (input, field) => {
    const { session, userErrors } = await register(input);
    expect(session).toBeNull();
    expect(userErrors).toContainEqual({ code: "INVALID_INPUT", path: ["input", field] });
  });

  it("takes an accent typed as one character or as two for the same login", async () => {
    await register({ email: "jose\u0301@example.com" });
    expect((await login("jos\u00E9@example.com")).session).not.toBeNull();
  });

  it("never echoes a refused password", async () => {
    const reply = await fixture.run(
      {},
      'mutation { register(input: { email: "x@example.com", password: "hunter2", name: "X" }) { userErrors { message } } }',
    );
    expect(JSON.stringify(reply)).not.toContain("hunter2");
  });

  it("refuses a login that is taken, whatever its case, also when ten register at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        register({ email: index % 2 ? "RACE@example.com" : "race@example.com" }),
      ),
    );
    expect(answers.filter(({ session }) => session !== null)).toHaveLength(1);
    expect(
      answers.flatMap(({ userErrors }) => userErrors).every(({ code }) => code === "LOGIN_TAKEN"),
    ).toBe(true);
  });

  it("answers the same for a wrong password and an unknown login", async () => {
    await register({ email: "known@example.com" });
    const wrong = await login("known@example.com", "wrong password");
    const unknown = await login("unknown@example.com", "wrong password");
    expect(wrong).toEqual(unknown);
    expect(wrong.userErrors).toEqual([{ code: "BAD_CREDENTIALS", path: null }]);
  });

  it("locks a login after ten failures, even for the right password", async () => {
    await register({ email: "locked@example.com" });
    for (let failure = 0; failure < 10; failure++) await login("locked@example.com", "wrong");
    expect((await login("locked@example.com")).userErrors).toEqual([
      { code: "TOO_MANY_ATTEMPTS", path: null },
    ]);
  });

  it("gives fifty guesses at once no more than ten tries", async () => {
    await register({ email: "guessed@example.com" });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => login("guessed@example.com", "wrong password")),
    );
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code);
    expect(codes.filter((code) => code === "BAD_CREDENTIALS").length).toBeLessThanOrEqual(10);
    expect(codes.filter((code) => code === "TOO_MANY_ATTEMPTS").length).toBeGreaterThanOrEqual(40);
  });

  it("refuses a disabled account like a wrong password", async () => {
    const { session } = await register({ email: "disabled@example.com" });
    await fixture.database.pool.execute(
      "update `user` set status = 'DISABLED', disabled_at = now(3) where email = ?",
      ["disabled@example.com"],
    );
    expect((await login("disabled@example.com")).userErrors[0]?.code).toBe("BAD_CREDENTIALS");
    expect((await refresh(session?.refreshToken)).userErrors[0]?.code).toBe("TOKEN_INVALID");
  });

  it("changes a refresh token for a new one that works", async () => {
    const first = await register({ email: "fresh@example.com" });
    const second = await refresh(first.session?.refreshToken);
    expect(second.session?.refreshToken).not.toBe(first.session?.refreshToken);
    expect((await refresh(second.session?.refreshToken)).session).not.toBeNull();
  });

  it("ends the whole session when a refresh token is used twice", async () => {
    const first = await register({ email: "stolen@example.com" });
    const second = await refresh(first.session?.refreshToken);
    expect((await refresh(first.session?.refreshToken)).userErrors[0]?.code).toBe("TOKEN_INVALID");
    expect((await refresh(second.session?.refreshToken)).userErrors[0]?.code).toBe("TOKEN_INVALID");
  });

  it("lets only one of two refreshes at once through", async () => {
    const { session } = await register({ email: "twice@example.com" });
    const answers = await Promise.all([
      refresh(session?.refreshToken),
      refresh(session?.refreshToken),
    ]);
    expect(answers.filter((answer) => answer.session !== null)).toHaveLength(1);
  });

  it("keeps twenty sessions a user: a further sign-in ends the one used longest ago", async () => {
    const email = "everywhere@example.com";
    const first = await register({ email });
    const second = await login(email);
    const others: SessionAnswer[] = [];
    // One after the other: so many sign-ins at once are taken for guesses.
    while (others.length < MAX_SESSIONS - 2) others.push(await login(email));
    // Used again, the first one is no longer the one used longest ago.
    const refreshed = await refresh(first.session?.refreshToken);
    const more = await Promise.all([login(email), login(email)]);
    expect((await refresh(second.session?.refreshToken)).session).toBeNull();
    const alive = await Promise.all(
      [refreshed, ...others, ...more].map(({ session }) => refresh(session?.refreshToken)),
    );
    expect(alive.filter(({ session }) => session !== null)).toHaveLength(MAX_SESSIONS);
  });

  it("refuses an unknown refresh token", async () => {
    expect((await refresh("x".repeat(43))).userErrors[0]?.code).toBe("TOKEN_INVALID");
  });

  it("ends the session on logout, and logging out without one is no error", async () => {
    const { session } = await register({ email: "bye@example.com" });
    const [rows] = await fixture.database.pool.query(
      "select lower(hex(s.id)) as sid from session s join `user` u on u.id = s.user_id where u.email = 'bye@example.com'",
    );
    const hex = (rows as { sid: string }[])[0]?.sid ?? "";
    const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const caller = { user: { id: session?.user.id ?? "", sessionId, scopes: new Set<string>() } };
    const logout = "mutation { logout { userErrors { code } } }";
    expect((await fixture.run(caller, logout)).data).toEqual({ logout: { userErrors: [] } });
    expect((await refresh(session?.refreshToken)).userErrors[0]?.code).toBe("TOKEN_INVALID");
    expect((await fixture.run({}, logout)).data).toEqual({ logout: { userErrors: [] } });
  });
});
