import { projectRoot } from "./settings";
import {
  ConfigError,
  databaseUrlKey,
  gatewaySettings,
  loadConfig,
  serviceSettings,
} from "./config";

const given = {
  IDENTITY_SECRET: "i".repeat(32),
  ORDER_DATABASE_URL: "mysql://order:secret@localhost:3306/mall_order",
};

describe("settings of a service", () => {
  it("default to the fixed ports on this machine", () => {
    const config = loadConfig(serviceSettings("order"), given);
    expect(config).toEqual({
      ...given,
      NODE_ENV: "development",
      LOG_LEVEL: "info",
      HOST: "127.0.0.1",
      PORT: 4003,
      DATA_DIR: `${projectRoot}/.data`,
      USER_URL: "http://127.0.0.1:4001",
      PRODUCT_URL: "http://127.0.0.1:4002",
      ORDER_URL: "http://127.0.0.1:4003",
      PAY_URL: "http://127.0.0.1:4004",
      MARKETING_URL: "http://127.0.0.1:4005",
    });
    expect(config.ORDER_DATABASE_URL).toBe(given.ORDER_DATABASE_URL);
  });

  it("ask for the service's own database by name", () => {
    expect(databaseUrlKey("marketing")).toBe("MARKETING_DATABASE_URL");
    expect(() => loadConfig(serviceSettings("pay"), given)).toThrow(
      /PAY_DATABASE_URL is missing\. `npm start`/,
    );
  });

  it("refuse a broken database URL without quoting its password", () => {
    for (const text of ["nonsense", "http://a:hunter2@b/c", "mysql://a:hunter2@b"]) {
      const environment = { ...given, ORDER_DATABASE_URL: text };
      const load = () => loadConfig(serviceSettings("order"), environment);
      expect(load).toThrow(ConfigError);
      expect(load).toThrow(/ORDER_DATABASE_URL (?:is bad: |names no database)/);
      expect(load).not.toThrow(/hunter2/);
    }
  });

  it("refuse unknown names and malformed addresses", () => {
    const load = () =>
      loadConfig(gatewaySettings(), { ...given, LOG_LEVEL: "loud", USER_URL: "ftp://x" });
    expect(load).toThrow(/LOG_LEVEL="loud" is unknown\. Use one of trace, debug/);
    expect(load).toThrow(/USER_URL="ftp:\/\/x" is no http\(s\) URL\. Use the base URL/);
  });

  it("take base URLs with or without a closing slash", () => {
    const config = loadConfig(gatewaySettings(), { ...given, USER_URL: "https://user.internal/" });
    expect(config.USER_URL).toBe("https://user.internal");
    expect(config.PORT).toBe(4000);
  });
});
