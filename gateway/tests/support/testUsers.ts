import { newId } from "@micro-shop/common/ids";
import { tokenKeyFromSeed } from "@micro-shop/common/security/tokenKey";
import { createTokenSigner } from "@micro-shop/common/security/userTokens";
import Fastify from "fastify";

export interface TestUser {
  readonly id: string;
  readonly sessionId: string;
  /** `Bearer …` */
  readonly authorization: string;
}

/** What knows the users in the place of a user subgraph: keys and revocations over HTTP. */
export interface TestUsers {
  readonly jwksUrl: string;
  readonly revocationUrl: string;
  signIn(options?: { readonly lifetimeMs?: number; readonly id?: string }): Promise<TestUser>;
  disable(userId: string): void;
  /** How often the key set was fetched. */
  readonly keyFetches: number;
  stop(): Promise<void>;
}

export async function startTestUsers(): Promise<TestUsers> {
  const privateKey = tokenKeyFromSeed(Buffer.alloc(32, 7));
  const { keySet } = await createTokenSigner({ privateKey, lifetimeMs: 60_000 });
  const disabledUserIds: string[] = [];
  let keyFetches = 0;
  const app = Fastify({ forceCloseConnections: true });
  app.get("/.well-known/jwks.json", async () => {
    keyFetches += 1;
    return keySet;
  });
  app.get("/internal/revocations", async () => ({
    disabledUserIds,
    closedSessionIds: [],
    next: null,
  }));
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    jwksUrl: `${url}/.well-known/jwks.json`,
    revocationUrl: `${url}/internal/revocations`,
    async signIn({ lifetimeMs = 60_000, id = newId() } = {}) {
      const signer = await createTokenSigner({ privateKey, lifetimeMs });
      const sessionId = newId();
      const { token } = await signer.sign({ userId: id, sessionId, roles: ["SUPPORT"] });
      return { id, sessionId, authorization: `Bearer ${token}` };
    },
    disable: (userId) => void disabledUserIds.push(userId),
    get keyFetches() {
      return keyFetches;
    },
    stop: () => app.close(),
  };
}
