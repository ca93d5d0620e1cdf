import { createHmac, generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import { SignJWT, type JSONWebKeySet } from "jose";
import { useClock } from "../clock";
import { Fault } from "../errors";
import { newId } from "../ids";
import { portOf } from "../testing/portOf";
import { scopesOfRoles } from "./scopes";
import { readTokenKey, tokenKeyFromSeed } from "./tokenKey";
import {
  createLocalTokenVerifier,
  createTokenSigner,
  createTokenVerifier,
  type TokenSigner,
  type TokenVerifier,
} from "./userTokens";

const MINUTE = 60_000;
const privateKey = tokenKeyFromSeed(Buffer.alloc(32, 1));
const subject = { userId: newId(), sessionId: newId(), roles: ["CUSTOMER", "SUPPORT"] as const };

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "accepted";
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
}

describe("access tokens", () => {
  let signer: TokenSigner;
  let verify: TokenVerifier;
  let restoreClock = (): void => {};

  beforeAll(async () => {
    signer = await createTokenSigner({ privateKey, lifetimeMs: 10 * MINUTE });
    verify = createLocalTokenVerifier(signer.keySet);
  });

  afterEach(() => restoreClock());

  /** A token signed with the right key, each part replaceable. */
  async function forge(changes: {
    readonly header?: Record<string, unknown>;
    readonly claims?: Record<string, unknown>;
    readonly key?: Parameters<SignJWT["sign"]>[0];
  }): Promise<string> {
    const { privateKey: key, keyId } = await readTokenKey(privateKey);
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      sub: subject.userId,
      sid: subject.sessionId,
      roles: ["CUSTOMER"],
      scope: "",
      iss: "micro-shop/user",
      aud: "micro-shop/api",
      iat: now,
      exp: now + 60,
      ...changes.claims,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "EdDSA", kid: keyId, typ: "at+jwt", ...changes.header })
      .sign(changes.key ?? key);
  }

  /** A token with any header and a signature over it by any function. */
  function handmade(header: object, sign: (text: string) => string): string {
    const claims = { sub: subject.userId, sid: subject.sessionId, roles: ["ADMIN"], scope: "" };
    const parts = [header, { ...claims, iat: 0, exp: 9e9 }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    return `${parts.join(".")}.${sign(parts.join("."))}`;
  }

  it("name the user, the session, the roles and their scopes", async () => {
    const { token, expiresAt } = await signer.sign(subject);
    expect(await verify(token)).toEqual({
      user: {
        id: subject.userId,
        sessionId: subject.sessionId,
        scopes: new Set(scopesOfRoles(subject.roles)),
      },
      roles: subject.roles,
      expiresAt: expiresAt.getTime(),
    });
  });

  it("hold no scope for a customer", async () => {
    const { token } = await signer.sign({ ...subject, roles: ["CUSTOMER"] });
    expect((await verify(token)).user.scopes.size).toBe(0);
  });

  it("end after their lifetime, with a few seconds for clocks that differ", async () => {
    const { token, expiresAt } = await signer.sign(subject);
    const secondsLater = (seconds: number) => new Date(expiresAt.getTime() + seconds * 1_000);
    restoreClock = useClock({ now: () => secondsLater(4) });
    expect(await codeOf(verify(token))).toBe("accepted");
    restoreClock();
    restoreClock = useClock({ now: () => secondsLater(6) });
    expect(await codeOf(verify(token))).toBe("UNAUTHENTICATED");
  });

  it("publish the public half of the key only", () => {
    expect(signer.keySet.keys).toEqual([
      {
        kty: "OKP",
        crv: "Ed25519",
        x: expect.any(String),
        kid: expect.any(String),
        alg: "EdDSA",
        use: "sig",
      },
    ]);
  });

  it("are accepted when made by the book, which the refusals below vary", async () => {
    expect(await codeOf(verify(await forge({})))).toBe("accepted");
  });

  it("are refused when they are garbage or too long", async () => {
    for (const token of ["", ".", "..", "a.b.c", "é", `${"a".repeat(4_100)}.b.c`]) {
      expect(await codeOf(verify(token))).toBe("UNAUTHENTICATED");
    }
  });

  it("are refused when a claim was changed after signing", async () => {
    const [header, , signature] = (await signer.sign(subject)).token.split(".");
    const claims = Buffer.from(JSON.stringify({ sub: newId() })).toString("base64url");
    expect(await codeOf(verify(`${header}.${claims}.${signature}`))).toBe("UNAUTHENTICATED");
  });

  it("are refused with alg none", async () => {
    const { kid } = signer.keySet.keys[0] ?? {};
    for (const alg of ["none", "None", "NONE"]) {
      const token = handmade({ alg, kid, typ: "at+jwt" }, () => "");
      expect(await codeOf(verify(token))).toBe("UNAUTHENTICATED");
    }
  });

  it("are refused with HS256 keyed by the public key", async () => {
    const [key] = signer.keySet.keys;
    for (const secret of [key?.x ?? "", Buffer.from(key?.x ?? "", "base64url")]) {
      const token = handmade({ alg: "HS256", kid: key?.kid, typ: "at+jwt" }, (text) =>
        createHmac("sha256", secret).update(text).digest("base64url"),
      );
      expect(await codeOf(verify(token))).toBe("UNAUTHENTICATED");
    }
  });

  it("are refused when signed by another key, whatever key id or key the header names", async () => {
    const other = await readTokenKey(tokenKeyFromSeed(Buffer.alloc(32, 2)));
    const kid = signer.keySet.keys[0]?.kid;
    for (const header of [
      { kid },
      { kid: other.keyId },
      { kid: undefined },
      { kid: "../../../../dev/null" },
      { kid, jwk: other.publicKey },
      { kid: other.keyId, jku: "http://127.0.0.1/jwks.json" },
    ]) {
      const token = await forge({ header, key: other.privateKey });
      expect(await codeOf(verify(token))).toBe("UNAUTHENTICATED");
    }
  });

  it("are refused with another issuer, audience or type, and without one", async () => {
    for (const changes of [
      { claims: { iss: "someone" } },
      { claims: { iss: undefined } },
      { claims: { aud: "micro-shop/other" } },
      { claims: { aud: undefined } },
      { header: { typ: "JWT" } },
      { header: { typ: undefined } },
    ]) {
      expect(await codeOf(verify(await forge(changes)))).toBe("UNAUTHENTICATED");
    }
  });

  it("are refused when a claim is missing or of another kind", async () => {
    for (const claims of [
      { sub: undefined },
      { sub: "me" },
      { sid: undefined },
      { sid: "x" },
      { exp: undefined },
      { iat: undefined },
      { roles: undefined },
      { roles: ["ROOT"] },
      { scope: undefined },
      { scope: ["order:read"] },
    ]) {
      expect(await codeOf(verify(await forge({ claims })))).toBe("UNAUTHENTICATED");
    }
  });

  it("are refused before the time they are meant for", async () => {
    const claims = { nbf: Math.floor(Date.now() / 1_000) + 60 };
    expect(await codeOf(verify(await forge({ claims })))).toBe("UNAUTHENTICATED");
  });
});

describe("a verifier with a served key set", () => {
  let keySet: JSONWebKeySet | null;
  let requests: number;
  let server: Server;
  let url: string;
  let token: string;

  beforeEach(async () => {
    const signer = await createTokenSigner({ privateKey, lifetimeMs: MINUTE });
    token = (await signer.sign(subject)).token;
    keySet = signer.keySet;
    requests = 0;
    server = createServer((_request, response) => {
      requests += 1;
      response.statusCode = keySet ? 200 : 500;
      response.end(JSON.stringify(keySet));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${portOf(server)}/.well-known/jwks.json`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it("fetches it once for many tokens", async () => {
    const verify = createTokenVerifier(url);
    await Promise.all([verify(token), verify(token), verify(token)]);
    expect((await verify(token)).user.id).toBe(subject.userId);
    expect(requests).toBe(1);
  });

  it("refuses tokens of unknown keys without asking for the set again and again", async () => {
    const verify = createTokenVerifier(url);
    const other = await createTokenSigner({
      privateKey: tokenKeyFromSeed(Buffer.alloc(32, 3)),
      lifetimeMs: MINUTE,
    });
    const strange = (await other.sign(subject)).token;
    for (let round = 0; round < 5; round++) {
      expect(await codeOf(verify(strange))).toBe("UNAUTHENTICATED");
    }
    expect(requests).toBeLessThanOrEqual(2);
  });

  it("refuses a token that fits two keys of the set", async () => {
    const two = [2, 3].map((seed) => readTokenKey(tokenKeyFromSeed(Buffer.alloc(32, seed))));
    const keys = await Promise.all(two);
    keySet = { keys: keys.map(({ publicKey }) => ({ ...publicKey, kid: "same" })) };
    const ambiguous = await new SignJWT({})
      .setProtectedHeader({ alg: "EdDSA", kid: "same" })
      .sign(generateKeyPairSync("ed25519").privateKey);
    expect(await codeOf(createTokenVerifier(url)(ambiguous))).toBe("UNAUTHENTICATED");
  });

  it("says the service is unavailable when the set cannot be had, and recovers", async () => {
    const verify = createTokenVerifier(url);
    const served = keySet;
    keySet = null;
    expect(await codeOf(verify(token))).toBe("UNAVAILABLE");
    keySet = served;
    expect(await codeOf(verify(token))).toBe("accepted");
    expect(await codeOf(createTokenVerifier("http://127.0.0.1:1/keys")(token))).toBe("UNAVAILABLE");
  });
});
