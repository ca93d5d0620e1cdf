import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceNames } from "@micro-shop/common/serviceNames";
import { findFreePorts, portSettings, type MallPorts } from "@micro-shop/common/supervisor/ports";
import { testServerUrl } from "@micro-shop/common/testing/testDatabase";
import { runToEnd, stackLine, type Ended } from "./runToEnd";

/** Each of these is what a newcomer meets: `npm start` must say what to do, and leave nothing running. */
describe("npm start", () => {
  let folder: string;
  let ports: MallPorts;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bad-start-"));
    ports = await findFreePorts();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = (settings: Readonly<Record<string, string>>): Promise<Ended> =>
    runToEnd("dist/start.js", {
      DATA_DIR: join(folder, "data"),
      ...portSettings(ports),
      ...settings,
    });

  const expectRefusal = (ended: Ended, ...sentences: readonly string[]): void => {
    for (const sentence of sentences) expect(ended.output).toContain(sentence);
    expect(ended.output).not.toMatch(stackLine);
    expect(ended).toMatchObject({ code: 1, leftBehind: [] });
  };

  it("names the taken port and the setting that moves it", async () => {
    const holder = await listen(ports.gateway);
    const ended = await start({});
    await close(holder);
    expectRefusal(
      ended,
      `Port ${ports.gateway}, wanted by the gateway, is in use`,
      `PORT=${ports.gateway + 100} npm start`,
    );
  });

  it("names every bad setting and what it may be", async () => {
    expectRefusal(
      await start({
        PORT: "abc",
        LOG_LEVEL: "loud",
        ORDER_URL: "order:4003",
        NODE_ENV: "prod",
        SEED: "nope",
      }),
      'PORT="abc" is no integer. Use an integer from 0 to 65535',
      'LOG_LEVEL="loud" is unknown. Use one of trace, debug, info',
      "Use the base URL of the order subgraph",
      'NODE_ENV="prod" is unknown. Use one of development, test, production',
      'SEED="nope" is unknown. Use on (default) for the demo shop, off',
    );
  });

  it("names the form of a malformed DATABASE_URL, and no password", async () => {
    const ended = await start({ DATABASE_URL: "postgres://me:hidden@127.0.0.1/" });
    expectRefusal(ended, "DATABASE_URL does not begin with mysql://", "Write it as mysql://user:");
    expect(ended.output).not.toContain("hidden");
  });

  it("names the address of a database that does not answer", async () => {
    const ended = await start({ DATABASE_URL: `mysql://me:hidden@127.0.0.1:${ports.user}/` });
    expectRefusal(
      ended,
      `No database answers at 127.0.0.1:${ports.user}`,
      "unset DATABASE_URL to let the mall start its own",
    );
    expect(ended.output).not.toContain("hidden");
  });

  it("names every way to a database when none can be had", async () => {
    const ended = await start({
      PATH: "",
      MICRO_SHOP_CACHE: join(folder, "empty-cache"),
      NODE_OPTIONS: `--require=${await writeBareMachine(folder)}`,
    });
    expectRefusal(
      ended,
      "No database could be started. Tried, in this order:",
      "set DATABASE_URL=mysql://user:password@host:3306/",
      "apt-get install mariadb-server",
    );
  });

  it("names the data folder that cannot be written", async () => {
    await writeFile(join(folder, "file"), "");
    expectRefusal(
      await start({ DATA_DIR: join(folder, "file", "data") }),
      "Set DATA_DIR to a folder",
    );
  });

  it("names every secret that production must be given, at once", async () => {
    const keys = serviceNames.map((name) => `${name.toUpperCase()}_DATABASE_PASSWORD`);
    expectRefusal(
      await start({ NODE_ENV: "production" }),
      ...["IDENTITY_SECRET", "TOKEN_PRIVATE_KEY", ...keys].map(
        (key) => `${key} is missing (required in production)`,
      ),
      "openssl rand",
      "openssl genpkey -algorithm ed25519",
    );
  });

  it("stops the services that came up when one of them cannot", async () => {
    const ended = await start({
      DATABASE_URL: testServerUrl(),
      SEED: "off",
      LIMIT_DEPTH: "deep",
    });
    expectRefusal(ended, "gateway did not start", 'LIMIT_DEPTH="deep" is no integer');
  });
});

function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  return once(server, "listening").then(() => server);
}

function close(server: Server): Promise<unknown> {
  return new Promise((resolve) => server.close(resolve));
}

/** Loaded before the program: a machine without a database server, and without a network to fetch one from. */
async function writeBareMachine(folder: string): Promise<string> {
  const path = join(folder, "bareMachine.cjs");
  await writeFile(
    path,
    `const dns = require("node:dns");
     const files = require("node:fs/promises");
     const refuse = (code) => Object.assign(new Error(code), { code });
     const { lookup } = dns;
     dns.lookup = (host, options, answer = options) =>
       host === "127.0.0.1" ? lookup(host, options, answer) : answer(refuse("ENOTFOUND"));
     const { access } = files;
     files.access = (path, mode) =>
       /[/](?:mariadbd|mysqld)$/.test(path) ? Promise.reject(refuse("ENOENT")) : access(path, mode);`,
  );
  return path;
}
