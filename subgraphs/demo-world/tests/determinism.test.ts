import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createDemoWorld, demoMarketing } from "../index";
import { fingerprint, slicesOf } from "./fingerprint";
import { someInstant } from "./worlds";

describe("determinism", () => {
  const here = slicesOf(someInstant);
  const mark = fingerprint(here);

  test("the same instant gives deeply equal slices, and the instant stays as it was", () => {
    const now = new Date(someInstant);
    const again = slicesOf(now);
    expect(isDeepStrictEqual(again, here)).toBe(true);
    expect(fingerprint(again)).toBe(mark);
    expect(now).toEqual(someInstant);
  });

  test("another process in another time zone and language gives the same world", () => {
    const program = `
      const { fingerprint, slicesOf } = require(process.argv[1]);
      process.stdout.write(fingerprint(slicesOf(new Date(process.argv[2]))));
    `;
    const support = join(__dirname, "fingerprint.js");
    const there = execFileSync(
      process.execPath,
      ["-e", program, support, someInstant.toISOString()],
      { env: { ...process.env, TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8" }, encoding: "utf8" },
    );
    expect(there).toBe(mark);
  });

  test("a slice depends neither on the slices before it nor on how often it was asked for", () => {
    const world = createDemoWorld(someInstant);
    expect(isDeepStrictEqual(demoMarketing(world), here.marketing)).toBe(true);
    expect(isDeepStrictEqual(demoMarketing(world), here.marketing)).toBe(true);
  });

  test("another seed gives another world", () => {
    expect(fingerprint(slicesOf(someInstant, 1))).not.toBe(mark);
  });

  test("an invalid instant is refused", () => {
    expect(() => createDemoWorld(new Date("never"))).toThrow("The demo world needs a valid date.");
  });
});
