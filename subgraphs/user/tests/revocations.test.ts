import Fastify, { type FastifyInstance } from "fastify";
import { openUserFixture, type UserFixture } from "./userFixture";
import { newId } from "@micro-shop/common/ids";
import { IDENTITY_HEADER, signIdentity } from "@micro-shop/common/security/identity";
import { tokenKeyFromSeed } from "@micro-shop/common/security/tokenKey";
import { createTokenSigner } from "@micro-shop/common/security/userTokens";
import { REVOCATIONS_PER_PAGE, type Revocations } from "../logic/revocations";
import { sessions, users } from "../model/tables";
import { mountUserRoutes } from "../routes";

const SECRET = "s".repeat(32);
const MINUTE_MS = 60_000;

describe("the list of revocations", () => {
  let fixture: UserFixture;
  let app: FastifyInstance;
  beforeAll(async () => {
    fixture = await openUserFixture();
    const tokens = await createTokenSigner({
      privateKey: tokenKeyFromSeed(Buffer.alloc(32, 7)),
      lifetimeMs: MINUTE_MS,
    });
    app = Fastify();
    mountUserRoutes(app, { database: fixture.database, tokens, identitySecret: SECRET });
  });
  afterAll(() => Promise.all([app.close(), fixture.close()]));
  beforeEach(async () => void (await fixture.database.drizzle.delete(users)));

  const caller = { service: "gateway", user: null, clientAddress: "", requestId: newId() } as const;
  const ask = (after?: string) =>
    app.inject({
      url: "/internal/revocations",
      ...(after === undefined ? {} : { query: { after } }),
      headers: { [IDENTITY_HEADER]: signIdentity(SECRET, { caller, audience: "user", body: "" }) },
    });
  const newUser = async (disabledAt: Date | null = null): Promise<string> => {
    const id = newId();
    const status = disabledAt ? "DISABLED" : "ACTIVE";
    const createdAt = new Date();
    await fixture.database.drizzle
      .insert(users)
      .values({ id, passwordHash: "", name: "N", status, createdAt, disabledAt });
    return id;
  };
  const ago = (minutes: number): Date => new Date(Date.now() - minutes * MINUTE_MS);
  const endSessions = async (userId: string, ends: readonly (Date | null)[]): Promise<string[]> => {
    const rows = ends.map((revokedAt) => ({
      id: newId(),
      userId,
      createdAt: ago(60),
      lastUsedAt: ago(60),
      revokedAt,
    }));
    await fixture.database.drizzle.insert(sessions).values(rows);
    return rows.map(({ id }) => id);
  };

  it("is given to the mall's own services only", async () => {
    const answer = await app.inject({ url: "/internal/revocations" });
    expect(answer.statusCode).toBe(401);
  });

  it("names who was shut out or signed out within the life of an access token, and nobody else", async () => {
    const active = await newUser();
    const disabled = await newUser(ago(14));
    await newUser(ago(60));
    const [ended] = await endSessions(active, [ago(14), ago(60), null]);
    expect((await ask()).json()).toEqual({
      disabledUserIds: [disabled],
      closedSessionIds: [ended],
      next: null,
    });
  });

  it("goes on after a full page, also within one instant, and misses and repeats nothing", async () => {
    const disabled = await newUser(ago(5));
    const instant = ago(3);
    const ended = await endSessions(await newUser(), [
      ...Array.from({ length: 2 * REVOCATIONS_PER_PAGE + 1 }, () => instant),
      ...Array.from({ length: 3 }, () => ago(1)),
    ]);
    const pages: Revocations[] = [];
    for (let after: string | null | undefined; after !== null; after = pages.at(-1)?.next ?? null)
      pages.push((await ask(after)).json<Revocations>());
    expect(pages).toHaveLength(3);
    expect(pages.flatMap((page) => page.disabledUserIds)).toEqual([disabled]);
    expect(pages.flatMap((page) => page.closedSessionIds).toSorted()).toEqual(ended.toSorted());
  });

  it.each(["nonsense", Buffer.from('["x",1]').toString("base64url")])(
    "refuses the strange cursor %s",
    async (after) => {
      expect((await ask(after)).statusCode).toBe(400);
    },
  );
});
