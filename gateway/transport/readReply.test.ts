import { Readable } from "node:stream";
import { Fault } from "@micro-shop/common/errors";
import { readReply } from "./readReply";

type Body = Parameters<typeof readReply>[0]["body"];

const read = (statusCode: number, ...chunks: string[]) =>
  readReply(
    { statusCode, body: Readable.from(chunks.map((chunk) => Buffer.from(chunk))) as Body },
    { subgraph: "books", maxBytes: 100 },
  );

const codeOf = (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => "read",
    (error: unknown) => (error instanceof Fault ? error.code : error),
  );

describe("a subgraph’s reply", () => {
  test("is read over all its chunks, also when they cut a character", async () => {
    const bytes = Buffer.from('{"data":{"a":"ä"}}');
    const body = Readable.from([bytes.subarray(0, 15), bytes.subarray(15)]) as Body;
    const limits = { subgraph: "books", maxBytes: 100 };
    expect(await readReply({ statusCode: 200, body }, limits)).toEqual({ data: { a: "ä" } });
  });

  test("counts as GraphQL whatever its status when it holds errors", async () => {
    const reply = '{"errors":[{"message":"no"}]}';
    for (const status of [200, 400, 401, 500]) {
      expect(await read(status, reply)).toEqual({ errors: [{ message: "no" }] });
    }
  });

  test.each([
    [200, "", "INTERNAL"],
    [200, "<html>", "INTERNAL"],
    [200, "[]", "INTERNAL"],
    [200, "{}", "INTERNAL"],
    [200, '{"data":1}', "INTERNAL"],
    [200, '{"data":{}', "INTERNAL"],
    [200, '{"errors":{}}', "INTERNAL"],
    [200, '{"errors":[1]}', "INTERNAL"],
    [404, '{"data":{}}', "INTERNAL"],
    [429, "{}", "RATE_LIMITED"],
    [502, "", "UNAVAILABLE"],
    [503, "{}", "UNAVAILABLE"],
    [504, "", "TIMEOUT"],
  ])("with status %i and the body %j is a fault %s", async (status, body, code) => {
    expect(await codeOf(read(status, body))).toBe(code);
  });

  test("is not read beyond the cap", async () => {
    let pulled = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          pulled += 1;
          yield Buffer.alloc(60);
        }
      })(),
      { highWaterMark: 1 },
    ) as Body;
    const reading = readReply({ statusCode: 200, body: endless }, { subgraph: "b", maxBytes: 100 });
    expect(await codeOf(reading)).toBe("INTERNAL");
    expect(pulled).toBeLessThan(10);
    expect(endless.destroyed).toBe(true);
  });
});
