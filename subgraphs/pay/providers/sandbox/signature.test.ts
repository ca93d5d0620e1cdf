import { useClock } from "@micro-shop/common/clock";
import { signNotice, TOLERANCE_SECONDS, verifySignature } from "./signature";

const SECRET = "the secret of merchant and provider";
const BODY = Buffer.from('{"id":"event_1"}');
const START = new Date("2026-11-22T12:00:00.000Z");

let restoreClock: () => void;
let now = START;

beforeEach(() => {
  now = START;
  restoreClock = useClock({ now: () => now });
});
afterEach(() => restoreClock());

function passSeconds(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000);
}

function verify(header: string | undefined, body = BODY, secret = SECRET): () => void {
  return () => verifySignature(secret, body, header);
}

describe("the signature of a notice", () => {
  it("is accepted by whoever has the secret", () => {
    expect(verify(signNotice(SECRET, BODY))).not.toThrow();
  });

  it("is t=<unix seconds>,v1=<hex>", () => {
    expect(signNotice(SECRET, BODY)).toMatch(/^t=1795348800,v1=[0-9a-f]{64}$/);
  });

  it("covers every byte, so that the same JSON written in another way is refused", () => {
    const header = signNotice(SECRET, BODY);
    expect(verify(header, Buffer.from('{ "id": "event_1" }'))).toThrow("not valid");
  });

  it("covers its time", () => {
    const header = signNotice(SECRET, BODY);
    expect(verify(header.replace("t=1795348800", "t=1795348801"))).toThrow("not valid");
  });

  it("is refused when made with another secret", () => {
    expect(verify(signNotice("a secret of somebody else", BODY))).toThrow("not valid");
  });

  it("is refused when absent", () => {
    expect(verify(undefined)).toThrow("not valid");
  });

  it.each(["", "v1=00", "t=1,v1=zz", `t=x,v1=${"0".repeat(64)}`, `t=1,v1=${"0".repeat(63)}`])(
    "is refused when malformed: %j",
    (header) => {
      expect(verify(header)).toThrow("not valid");
    },
  );

  it("is good for 300 s, either way", () => {
    const header = signNotice(SECRET, BODY);
    passSeconds(TOLERANCE_SECONDS);
    expect(verify(header)).not.toThrow();
    passSeconds(1);
    expect(verify(header)).toThrow("not valid");
    passSeconds(-2 * TOLERANCE_SECONDS - 1);
    expect(verify(header)).not.toThrow();
    passSeconds(-1);
    expect(verify(header)).toThrow("not valid");
  });
});
