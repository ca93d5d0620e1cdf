import { defaultPorts, serviceNames, type ServiceName } from "../serviceNames";
import { serviceEnvironment } from "./serviceEnvironment";

const databaseUrls = Object.fromEntries(
  serviceNames.map((name) => [name, `mysql://mall_${name}:x@127.0.0.1/mall_${name}`]),
) as Record<ServiceName, string>;

const secrets = {
  IDENTITY_SECRET: "shared",
  TOKEN_PRIVATE_KEY: "user's",
  SANDBOX_WEBHOOK_SECRET: "pay's",
  STRIPE_SECRET_KEY: "pay's",
  DATABASE_URL: "mysql://root:x@127.0.0.1/",
  ORDER_DATABASE_URL: "somebody's",
  ORDER_DATABASE_PASSWORD: "order's",
  MYSQL_ROOT_PASSWORD: "nobody's",
};

const environmentOf = (name: ServiceName | "gateway") =>
  serviceEnvironment(name, {
    ports: { ...defaultPorts, order: 5003 },
    databaseUrls,
    dataDir: "/data",
    environment: { PATH: "/bin", LOG_LEVEL: "warn", PORT: "4000", ...secrets },
  });

describe("the environment of a service", () => {
  it.each([
    ["gateway", []],
    ["user", ["TOKEN_PRIVATE_KEY"]],
    ["product", []],
    ["order", []],
    ["pay", ["SANDBOX_WEBHOOK_SECRET", "STRIPE_SECRET_KEY"]],
    ["marketing", []],
  ] as const)("of %s has no secret but its own", (name, own) => {
    const environment = environmentOf(name);
    const known = Object.keys(secrets).filter((key) => environment[key] !== undefined);
    const account = name === "order" ? ["ORDER_DATABASE_URL"] : [];
    expect(known.toSorted()).toEqual(["IDENTITY_SECRET", ...own, ...account].toSorted());
  });

  it("names its own database account, and no sibling's", () => {
    for (const name of serviceNames) {
      const environment = environmentOf(name);
      const urls = Object.keys(environment).filter((key) => key.endsWith("DATABASE_URL"));
      expect(urls).toEqual([`${name.toUpperCase()}_DATABASE_URL`]);
      expect(environment[urls[0] ?? ""]).toBe(databaseUrls[name]);
    }
  });

  it("names where it listens and where the others do, and keeps what is no secret", () => {
    expect(environmentOf("order")).toMatchObject({
      PATH: "/bin",
      LOG_LEVEL: "warn",
      DATA_DIR: "/data",
      PORT: "5003",
      ORDER_URL: "http://127.0.0.1:5003",
      PAY_URL: "http://127.0.0.1:4004",
    });
  });
});
