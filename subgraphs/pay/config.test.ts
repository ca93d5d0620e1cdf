import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@micro-shop/common/config";
import { portOf } from "@micro-shop/common/testing/portOf";
import { createLog } from "@micro-shop/common/log";
import { paySettings } from "./config";
import { startProviders } from "./startProviders";

const dataDir = mkdtempSync(join(tmpdir(), "pay-config-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

function load(environment: Record<string, string>) {
  return loadConfig(paySettings, {
    DATA_DIR: dataDir,
    PAY_DATABASE_URL: "mysql://pay:secret@127.0.0.1/pay",
    IDENTITY_SECRET: "i".repeat(32),
    ...environment,
  });
}

describe("settings of pay", () => {
  it("set the sandbox up in development, with a secret that stays", () => {
    const { SANDBOX_WEBHOOK_SECRET: secret } = load({});
    expect(secret).toHaveLength(43);
    expect(load({}).SANDBOX_WEBHOOK_SECRET).toBe(secret);
  });

  it("leave the sandbox out in production, where it would give everything away for nothing", () => {
    expect(load({ NODE_ENV: "production" }).SANDBOX_WEBHOOK_SECRET).toBeUndefined();
  });

  it("set the sandbox up in production when somebody asks for it", () => {
    const secret = "s".repeat(32);
    const config = load({ NODE_ENV: "production", SANDBOX_WEBHOOK_SECRET: secret });
    expect(config.SANDBOX_WEBHOOK_SECRET).toBe(secret);
  });

  it.each([
    ["SANDBOX_WEBHOOK_SECRET", "short"],
    ["SANDBOX_SECRET_KEY", "short"],
    ["SANDBOX_URL", "ftp://sandbox"],
    ["SANDBOX_PORT", "65536"],
    ["PAYMENT_CAPTURE", "LATER"],
    ["PROVIDER_TIMEOUT_MS", "0"],
    ["PROVIDER_TIMEOUT_MS", "soon"],
  ])("name a bad %s", (key, value) => {
    expect(() => load({ [key]: value })).toThrow(key);
  });
});

describe("the providers that are set up", () => {
  const log = createLog("test", "silent");
  const production = { NODE_ENV: "production" };

  it("are none in production, as long as nobody asks for one", async () => {
    expect((await startProviders(load(production), log)).providers).toEqual({});
  });

  it("are the sandbox and its wallet in development", async () => {
    const started = await startProviders(load({ SANDBOX_PORT: "0" }), log);
    expect(Object.keys(started.providers)).toEqual(["SANDBOX", "REDIRECT"]);
    await started.stop();
  });

  it("start on another port than one that is taken", async () => {
    const first = await startProviders(load({ SANDBOX_PORT: "0" }), log);
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const second = await startProviders(load({ SANDBOX_PORT: String(portOf(taken)) }), log);
    expect(Object.keys(second.providers)).toEqual(["SANDBOX", "REDIRECT"]);
    await Promise.all([first.stop(), second.stop()]);
    await new Promise((resolve) => taken.close(resolve));
  });

  it("are Stripe where its key is set, which needs the secret of its notices", async () => {
    const stripe = { ...production, STRIPE_SECRET_KEY: "sk_test_1" };
    const whole = load({ ...stripe, STRIPE_WEBHOOK_SECRET: "whsec_1" });
    expect(Object.keys((await startProviders(whole, log)).providers)).toEqual(["STRIPE"]);
    await expect(startProviders(load(stripe), log)).rejects.toThrow("STRIPE_WEBHOOK_SECRET");
  });

  it("need the key of a sandbox that runs elsewhere", async () => {
    const elsewhere = load({
      ...production,
      SANDBOX_WEBHOOK_SECRET: "s".repeat(32),
      SANDBOX_URL: "http://127.0.0.1:1",
    });
    await expect(startProviders(elsewhere, log)).rejects.toThrow("SANDBOX_SECRET_KEY");
  });
});
