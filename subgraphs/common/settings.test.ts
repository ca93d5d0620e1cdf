import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import {
  ConfigError,
  dataDirOf,
  integerSetting,
  loadConfig,
  printConfig,
  projectRoot,
  redactConfig,
  secretSetting,
  setting,
} from "./settings";
import { createLog } from "./log";

const shape = z.object({
  PORT: integerSetting(0, 65_535, 4003),
  MODE: z.enum(["a", "b"], { error: "is unknown" }).default("a"),
  TOKEN_SECRET: secretSetting(),
  SHOP_URL: setting(z.url({ error: "is no URL" }).default("mysql://me:pass@host/db"), {
    fix: "Use a URL.",
    secret: "url",
  }),
});

const secret = "s".repeat(32);

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(shape, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("loadConfig", () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "mall-config-"));
  });

  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  it("reads the named variables, fills in defaults and freezes", () => {
    const config = loadConfig(shape, { PORT: "80", TOKEN_SECRET: secret, OTHER: "x" });
    expect(config).toEqual({
      PORT: 80,
      MODE: "a",
      TOKEN_SECRET: secret,
      SHOP_URL: "mysql://me:pass@host/db",
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it("takes an empty variable for an absent one", () => {
    expect(loadConfig(shape, { PORT: "", MODE: "", TOKEN_SECRET: secret }).PORT).toBe(4003);
  });

  it("names every bad key with its value and the fix", () => {
    const problems = problemsOf({ PORT: "99999", MODE: "c", TOKEN_SECRET: secret, SHOP_URL: "" });
    expect(problems).toEqual([
      'PORT="99999" is above 65535. Use an integer from 0 to 65535; default 4003.',
      'MODE="c" is unknown.',
    ]);
    for (const PORT of ["abc", "1.5", "-1", "1e3", "0x10", " 1"]) {
      expect(problemsOf({ PORT, TOKEN_SECRET: secret })).toHaveLength(1);
    }
  });

  it("never quotes a secret", () => {
    const problems = problemsOf({ TOKEN_SECRET: "hunter2", SHOP_URL: "me:hunter2" });
    expect(problems[0]).toMatch(/^TOKEN_SECRET is shorter than 32 characters\. Set it to/);
    expect(problems.join()).not.toContain("hunter2");
  });

  it("makes a missing secret up in development, the same for all processes of a data folder", () => {
    const first = loadConfig(shape, { DATA_DIR: dataDir }).TOKEN_SECRET;
    expect(first).toHaveLength(43);
    expect(loadConfig(shape, { DATA_DIR: dataDir, NODE_ENV: "test" }).TOKEN_SECRET).toBe(first);
  });

  it("requires secrets in production and names the variable", () => {
    const problems = problemsOf({ NODE_ENV: "production", DATA_DIR: dataDir });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^TOKEN_SECRET is missing \(required in production\)\. Set it to/);
  });

  it("says of a setting without a default that it is missing", () => {
    const required = z.object({ NAME: setting(z.string(), { fix: "Give it a name." }) });
    expect(() => loadConfig(required, {})).toThrow(
      "Bad settings:\n  NAME is missing. Give it a name.",
    );
  });
});

describe("printing settings", () => {
  const config = { PORT: 1, TOKEN_SECRET: secret, SHOP_URL: "mysql://me:pass@host/db" };

  it("hides secrets and the passwords of URLs", () => {
    expect(redactConfig(shape, config)).toEqual({
      PORT: 1,
      TOKEN_SECRET: "[redacted]",
      SHOP_URL: "mysql://me:redacted@host/db",
    });
    const open = { SHOP_URL: "http://host/" };
    expect(redactConfig(shape, open)).toEqual(open);
  });

  it("goes through the log", () => {
    const log = createLog("test", "silent");
    const info = jest.spyOn(log, "info");
    printConfig(log, shape, config);
    expect(info).toHaveBeenCalledWith({ settings: redactConfig(shape, config) }, "settings");
  });
});

describe("data folders", () => {
  it("start at the project's root, wherever the process was started", () => {
    expect(dataDirOf(undefined)).toBe(join(projectRoot, ".data"));
    expect(dataDirOf("")).toBe(join(projectRoot, ".data"));
    expect(dataDirOf("x/y")).toBe(join(projectRoot, "x/y"));
    expect(dataDirOf("/x")).toBe("/x");
  });
});
