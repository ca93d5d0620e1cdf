import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@micro-shop/common/config";
import { paySettings } from "./config";

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
    ["PROVIDER_TIMEOUT_MS", "0"],
    ["PROVIDER_TIMEOUT_MS", "soon"],
  ])("name a bad %s", (key, value) => {
    expect(() => load({ [key]: value })).toThrow(key);
  });
});
