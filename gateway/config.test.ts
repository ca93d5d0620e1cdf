import { ConfigError } from "@micro-shop/common/config";
import { allowedOrigins, isOn, loadGatewayConfig, operationLimits, socketLimits } from "./config";
import { defaultOperationLimits } from "./plugins/limits/operationLimits";
import { defaultSocketLimits } from "./subscriptions/socketLimits";

const secret = { IDENTITY_SECRET: "a secret of more than 32 characters" };

describe("the settings", () => {
  test("have defaults that are the documented limits", () => {
    const config = loadGatewayConfig(secret);
    expect(config.PORT).toBe(4000);
    expect(config.SUPERGRAPH).toMatch(/schema\/supergraph\.graphql$/);
    expect(config.OPERATION_TIMEOUT_MS).toBe(5_000);
    expect(config.BODY_LIMIT_BYTES).toBe(102_400);
    expect(operationLimits(config)).toEqual(defaultOperationLimits);
    expect(socketLimits(config)).toEqual(defaultSocketLimits);
    expect(defaultSocketLimits).toMatchObject({
      initMs: 3_000,
      messageBytes: 65_536,
      subscriptionsPerSocket: 20,
      socketsPerUser: 10,
    });
  });

  test("turn playground and introspection off in production, unless told otherwise", () => {
    const development = loadGatewayConfig(secret);
    const production = loadGatewayConfig({ ...secret, NODE_ENV: "production" });
    expect(isOn(development.PLAYGROUND, development)).toBe(true);
    expect(isOn(production.PLAYGROUND, production)).toBe(false);
    expect(isOn("on", production)).toBe(true);
    expect(isOn("off", development)).toBe(false);
  });

  test("move a subgraph by its own variable, else it is where the supergraph says", () => {
    const config = loadGatewayConfig({
      ...secret,
      USER_URL: "http://user.internal:1",
      STOCK_ROOM_URL: "http://stock.internal/api",
    });
    expect(config.subgraphUrl("user", "http://x/graphql")).toBe("http://user.internal:1/graphql");
    expect(config.subgraphUrl("stock-room", undefined)).toBe("http://stock.internal/api");
    expect(config.subgraphUrl("other", "http://x/graphql")).toBe("http://x/graphql");
    expect(() => config.subgraphUrl("other", undefined)).toThrow("OTHER_URL");
  });

  test("let pages of all origins in, in production of those that are named", () => {
    const origins = (environment: Record<string, string>) =>
      allowedOrigins(loadGatewayConfig({ ...secret, ...environment }));
    expect(origins({})).toEqual(["*"]);
    expect(origins({ NODE_ENV: "production" })).toEqual([]);
    const CORS_ORIGINS = "https://a.example, http://localhost:5173 capacitor://localhost";
    for (const NODE_ENV of ["development", "production"]) {
      expect(origins({ NODE_ENV, CORS_ORIGINS })).toEqual([
        "https://a.example",
        "http://localhost:5173",
        "capacitor://localhost",
      ]);
    }
    expect(origins({ NODE_ENV: "production", CORS_ORIGINS: "*" })).toEqual(["*"]);
  });

  test.each([
    "shop.example",
    "https://shop.example/",
    "https://shop.example/path",
    "https://*.example",
    "Https://a.example",
    "null",
  ])("refuse the origin %s, which no browser sends", (CORS_ORIGINS) => {
    expect(() => loadGatewayConfig({ ...secret, CORS_ORIGINS })).toThrow(/CORS_ORIGINS.*no origin/);
  });

  test.each(["LIMIT_DEPTH", "INTROSPECTION", "REVOCATION_URL", "TRUSTED_PROXIES"])(
    "a bad %s is refused by name",
    (key) => {
      const load = () => loadGatewayConfig({ ...secret, [key]: "what" });
      expect(load).toThrow(ConfigError);
      expect(load).toThrow(key);
    },
  );
});
