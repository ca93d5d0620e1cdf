import { createHmac } from "node:crypto";
import { clock, useClock } from "../clock";
import { Fault } from "../errors";
import type { Caller } from "../graphql/requestContext";
import type { ServiceName } from "../serviceNames";
import { IDENTITY_LIFE_MS, signIdentity, subscribeBody, verifyIdentity } from "./identity";
import { seededRandom } from "../testing/seededRandom";

const secret = "a secret of all services, 32+ chars";
const gateway: Caller = {
  service: "gateway",
  user: { id: "user-1", sessionId: "session-1", scopes: new Set(["order:read", "user:read"]) },
  clientAddress: "2001:db8::1",
  requestId: "request-1",
};
const body = '{"query":"{ me { id } }"}';

function proofOf(caller = gateway, audience: ServiceName = "order", sent = body): string {
  return signIdentity(secret, { caller, audience, body: sent });
}

function open(proof: string | undefined, received: string | Uint8Array = body): Caller {
  return verifyIdentity(secret, proof, { audience: "order", body: received });
}

function reasonOf(proof: string | undefined, received: string = body): string {
  try {
    open(proof, received);
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ code: "UNAUTHENTICATED", httpStatus: 401 });
    return error instanceof Fault && error.cause instanceof Error ? error.cause.message : "";
  }
  return "accepted";
}

/** A proof with the right seal over any text, as only a holder of the secret can make it. */
function sealed(text: string, key = secret): string {
  const payload = Buffer.from(text).toString("base64url");
  const seal = createHmac("sha256", key)
    .update("mall-identity-1.")
    .update(payload)
    .digest("base64url");
  return `${payload}.${seal}`;
}

describe("a signed identity", () => {
  let restoreClock = (): void => {};

  afterEach(() => restoreClock());

  function moveClock(byMs: number): void {
    const moved = new Date(clock.now().getTime() + byMs);
    restoreClock = useClock({ now: () => moved });
  }

  it("tells the service who calls", () => {
    expect(open(proofOf())).toEqual(gateway);
  });

  it("carries anonymous callers and siblings too", () => {
    const sibling: Caller = { ...gateway, service: "pay", user: null };
    expect(open(proofOf(sibling))).toEqual(sibling);
  });

  it("fits a header, whatever the facts hold", () => {
    const odd = { ...gateway, requestId: "é\r\nx-admin: 1", clientAddress: "\0" };
    const proof = proofOf(odd);
    expect(proof).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(open(proof).requestId).toBe(odd.requestId);
  });

  it("is refused when absent, empty or garbage", () => {
    expect(reasonOf(undefined)).toBe("The identity is absent.");
    expect(reasonOf("")).toBe("The identity is absent.");
    expect(reasonOf("no-dot")).toBe("The identity is malformed.");
    expect(reasonOf("a.b.c")).toBe("The identity is malformed.");
    expect(reasonOf("x".repeat(9_000))).toBe("The identity is too long.");
    for (const text of [".", "a.", ".b", "a.!!!", "é.é"]) {
      expect(reasonOf(text)).toBe("The identity is forged.");
    }
  });

  it("is refused when made with another secret", () => {
    const stranger = signIdentity("x".repeat(32), { caller: gateway, audience: "order", body });
    expect(reasonOf(stranger)).toBe("The identity is forged.");
  });

  it("is refused when its facts were changed", () => {
    const [text = "", seal = ""] = proofOf().split(".");
    const claims = Buffer.from(text, "base64url").toString().replace("user-1", "user-2");
    const forged = `${Buffer.from(claims).toString("base64url")}.${seal}`;
    expect(reasonOf(forged)).toBe("The identity is forged.");
  });

  it("is refused when any one character was changed", () => {
    const random = seededRandom();
    const proof = proofOf();
    for (let round = 0; round < 200; round++) {
      // The last character of base64url holds spare bits: changing those alone changes no byte of the seal.
      const at = random.integer(proof.length - 1);
      const other = proof[at] === "A" ? "B" : "A";
      const changed = proof.slice(0, at) + other + proof.slice(at + 1);
      expect(`${random.seed}: ${reasonOf(changed)}`).not.toContain("accepted");
    }
  });

  it("is refused with another body", () => {
    const proof = proofOf();
    expect(reasonOf(proof, `${body} `)).toBe("The identity is made for another body.");
    expect(reasonOf(proof, "")).toBe("The identity is made for another body.");
    expect(open(proof, Buffer.from(body)).service).toBe("gateway");
  });

  it("is refused by every service but its target", () => {
    const proof = proofOf(gateway, "pay");
    expect(reasonOf(proof)).toBe("The identity is made for another service.");
  });

  it("lives 30 seconds", () => {
    const proof = proofOf();
    moveClock(IDENTITY_LIFE_MS - 1_000);
    expect(reasonOf(proof)).toBe("accepted");
    restoreClock();
    moveClock(IDENTITY_LIFE_MS + 1_000);
    expect(reasonOf(proof)).toBe("The identity is expired.");
  });

  it("may come from a clock 4 seconds ahead, not from one a minute ahead", () => {
    moveClock(4_000);
    const early = proofOf();
    restoreClock();
    moveClock(60_000);
    const tooEarly = proofOf();
    restoreClock();
    expect(reasonOf(early)).toBe("accepted");
    expect(reasonOf(tooEarly)).toBe("The identity is issued in the future.");
  });

  it("is refused when a sibling of another version sealed something else", () => {
    expect(reasonOf(sealed('{"caller":"gateway"}'))).toBe("The identity is of another version.");
    expect(reasonOf(sealed("{}", "y".repeat(32)))).toBe("The identity is forged.");
  });

  it("is never made or checked with a weak secret", () => {
    const binding = { caller: gateway, audience: "order", body } as const;
    expect(() => signIdentity("short", binding)).toThrow(RangeError);
    expect(() => verifyIdentity("", proofOf(), binding)).toThrow(/IDENTITY_SECRET/);
  });
});

describe("the body of a subscribe message", () => {
  const operation = { query: "subscription S { s }", variables: { b: 1, a: { d: 2, c: [3] } } };

  it("is the same at both ends whatever the order of the variables", () => {
    const received = { ...operation, variables: { a: { c: [3], d: 2 }, b: 1 } };
    const proof = proofOf(gateway, "order", subscribeBody(operation));
    expect(reasonOf(proof, subscribeBody(received))).toBe("accepted");
  });

  it("differs with the text and the variables", () => {
    const bodies = [
      operation,
      { ...operation, query: "subscription S { t }" },
      { ...operation, variables: { b: 2 } },
    ].map(subscribeBody);
    expect(new Set(bodies).size).toBe(3);
  });

  it("treats absent variables like none", () => {
    const { query } = operation;
    expect(subscribeBody({ query })).toBe(subscribeBody({ query, variables: null }));
  });
});
