import type { FastifyInstance } from "fastify";
import type { Database } from "@micro-shop/common/database/pool";
import { Fault } from "@micro-shop/common/errors";
import { IDENTITY_HEADER, verifyIdentity } from "@micro-shop/common/security/identity";
import type { TokenSigner } from "@micro-shop/common/security/userTokens";
import { readRevocations } from "./logic/revocations";

export interface UserRoutesOptions {
  readonly database: Database;
  readonly tokens: TokenSigner;
  readonly identitySecret: string;
}

/** Mounts the key set of the access tokens (RFC 7517) and the revocation list, page by page, that the gateway polls. */
export function mountUserRoutes(app: FastifyInstance, options: UserRoutesOptions): void {
  app.get("/.well-known/jwks.json", async () => options.tokens.keySet);
  app.get<{ Querystring: { after?: string } }>("/internal/revocations", async (request, reply) => {
    const header = request.headers[IDENTITY_HEADER];
    const identity = typeof header === "string" ? header : undefined;
    try {
      verifyIdentity(options.identitySecret, identity, { audience: "user", body: "" });
      return await readRevocations(options.database, request.query.after ?? null);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return reply.code(error.httpStatus).send({ code: error.code });
    }
  });
}
