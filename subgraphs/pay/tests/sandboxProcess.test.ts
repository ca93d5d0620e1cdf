import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createServer } from "node:net";
import { eq } from "drizzle-orm";
import { portOf } from "@micro-shop/common/testing/portOf";
import { pollAttempts } from "../logic/pollAttempts";
import { paymentAttempts, payments } from "../model/tables";
import { createSandboxClient } from "../providers/sandbox/sandboxClient";
import { createSandboxProvider } from "../providers/sandbox/sandboxProvider";
import { SANDBOX_KEY, WEBHOOK_SECRET } from "./sandboxBench";
import { dueOrder, pay, payBench, type DueOrder, type PayBench } from "./support";

const program = join(__dirname, "../providers/sandbox/server/main.js");

let bench: PayBench;
let port: number;
let sandbox: ChildProcess;

async function startSandbox(): Promise<ChildProcess> {
  const child = fork(program, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      PAY_DATABASE_URL: bench.database.url,
      IDENTITY_SECRET: "identity secret of the tests, long enough",
      SANDBOX_PORT: String(port),
      SANDBOX_SECRET_KEY: SANDBOX_KEY,
      SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
      // Nobody listens there: what the notices would tell is asked for.
      PAY_URL: "http://127.0.0.1:1",
    },
  });
  const [message] = (await once(child, "message")) as [{ type: string }];
  expect(message).toMatchObject({ type: "ready" });
  return child;
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const free = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return free;
}

beforeAll(async () => {
  bench = await payBench("sandbox_process");
  port = await freePort();
  sandbox = await startSandbox();
}, 60_000);
afterAll(async () => {
  await end(sandbox, "SIGTERM");
  await bench.database.close();
});

async function statusOf({ paymentId }: DueOrder) {
  const [row] = await bench.database.drizzle
    .select({ status: payments.status })
    .from(payments)
    .where(eq(payments.id, paymentId));
  return row?.status;
}

it("a sandbox of its own, killed and started again, has lost no charge", async () => {
  const api = createSandboxClient({ url: `http://127.0.0.1:${port}`, secretKey: SANDBOX_KEY });
  const provider = createSandboxProvider({ api, webhookSecret: WEBHOOK_SECRET });
  const services = { ...bench, providers: { SANDBOX: provider } };
  try {
    const [paid, waiting, refused] = [
      await dueOrder(bench),
      await dueOrder(bench),
      await dueOrder(bench),
    ];
    expect((await pay(services, paid, {})).payment?.status).toBe("CAPTURED");
    await pay(services, waiting, { methodToken: "tok_slow_0" });
    await end(sandbox, "SIGKILL");
    // While nobody is there, nothing is known.
    expect((await pay(services, refused, {})).payment?.status).toBe("IN_FLIGHT");
    sandbox = await startSandbox();
    const until = performance.now() + 20_000;
    for (const order of [waiting, refused]) {
      while ((await statusOf(order)) !== "CAPTURED") {
        if (performance.now() > until) throw new Error("not captured");
        await bench.database.drizzle
          .update(paymentAttempts)
          .set({ nextPollAt: new Date() })
          .where(eq(paymentAttempts.status, "IN_FLIGHT"));
        await pollAttempts(services);
      }
    }
  } finally {
    await api.close();
  }
}, 60_000);

describe("the sandbox's own door", () => {
  const call = (path: string, init: RequestInit = {}, key = SANDBOX_KEY) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    });

  it("stays shut without the secret key", async () => {
    for (const key of ["", "wrong", `${SANDBOX_KEY}x`]) {
      expect((await call("/v1/charges/x", {}, key)).status).toBe(401);
    }
    expect((await call("/v1/charges/x")).status).toBe(404);
  });

  it.each(["", "{", "[]", "null", '{"amountMinor":-1}'])(
    "refuses what makes no charge: %j",
    async (body) => {
      const answer = await call("/v1/charges", { method: "POST", body });
      expect([answer.status, await answer.json()]).toEqual([400, { code: "BAD_REQUEST" }]);
    },
  );

  it("refuses what is too large", async () => {
    const body = JSON.stringify({ text: "x".repeat(20_000) });
    expect((await call("/v1/charges", { method: "POST", body })).status).toBe(413);
  });
});
