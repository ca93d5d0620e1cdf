import { createServer, type ServerResponse } from "node:http";
import { once } from "node:events";
import { startDeadline } from "../resilience/deadline";
import { portOf } from "../testing/portOf";
import { testContext } from "../testing/serviceContext";
import { createServiceClient, type ServiceClient } from "./serviceClient";
import { TypedDocumentString } from "./typedDocument";

const ping = new TypedDocumentString<{ ping: string }, object>("{ ping }");

let answer: (response: ServerResponse) => void;
let client: ServiceClient;
const sibling = createServer((request, response) => {
  request.resume().on("end", () => answer(response));
});

beforeAll(async () => {
  await once(sibling.listen(0, "127.0.0.1"), "listening");
  client = createServiceClient({
    from: "order",
    to: "pay",
    url: `http://127.0.0.1:${portOf(sibling)}`,
    identitySecret: "a secret of more than thirty-two characters",
  });
});
afterAll(async () => {
  await client.close();
  sibling.close();
});

function call(budgetMs = 10_000): Promise<unknown> {
  const context = { ...testContext(), deadline: startDeadline(budgetMs) };
  return client.call(ping, {}, { context });
}

function answerWith(text: string): void {
  answer = (response) => response.end(text);
}

describe("a call of a sibling", () => {
  it("answers the data", async () => {
    answerWith('{"data":{"ping":"pong"}}');
    expect(await call()).toEqual({ ping: "pong" });
  });

  it.each([
    ["FORBIDDEN", "FORBIDDEN"],
    ["toString", "INTERNAL"],
    ["__proto__", "INTERNAL"],
    ["GRAPHQL_VALIDATION_FAILED", "INTERNAL"],
  ])("that fails with the code %s is a fault %s", async (code, expected) => {
    answerWith(JSON.stringify({ errors: [{ message: "No.", extensions: { code } }] }));
    await expect(call()).rejects.toMatchObject({ name: "Fault", code: expected });
  });

  it.each(["", "<html>", "null", "{}"])(
    "that is answered by %j has no known outcome",
    async (text) => {
      answerWith(text);
      await expect(call()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    },
  );

  it("reads no more than 10 MB of a reply, and hangs up", async () => {
    let sent = 0;
    const hungUp = new Promise<void>((resolve) => {
      answer = (response) => {
        const chunk = Buffer.alloc(256 * 1024, " ");
        const send = (): void => {
          do sent += chunk.length;
          while (response.write(chunk) && sent < 200 * 1024 * 1024);
        };
        response.on("drain", send).on("close", resolve);
        send();
      };
    });
    await expect(call()).rejects.toMatchObject({ code: "INTERNAL" });
    await hungUp;
    expect(sent).toBeLessThan(30 * 1024 * 1024);
  });

  it("ends with the caller's deadline, also in the middle of the reply", async () => {
    answer = (response) => response.write('{"data":');
    await expect(call(150)).rejects.toMatchObject({ code: "TIMEOUT" });
  });
});
