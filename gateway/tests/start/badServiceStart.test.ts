import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePorts, type MallPorts } from "@micro-shop/common/supervisor/ports";
import { testDatabase, type TestDatabase } from "@micro-shop/common/testing/testDatabase";
import { runToEnd, stackLine, type Ended } from "./runToEnd";

/** A service that is started alone, as containers do and `npm start -w subgraphs/user`. */
describe("a service started alone", () => {
  let folder: string;
  let ports: MallPorts;
  let database: TestDatabase;
  let holder: Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bad-service-"));
    ports = await findFreePorts();
    database = await testDatabase("bad-service");
    holder = createServer().listen(ports.user, "127.0.0.1");
    await once(holder, "listening");
  });
  afterAll(async () => {
    holder.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (program: string, settings: Readonly<Record<string, string>>): Promise<Ended> =>
    runToEnd(program, {
      DATA_DIR: folder,
      USER_DATABASE_URL: database.url,
      PORT: "0",
      ...settings,
    });
  const runUser = (settings: Readonly<Record<string, string>>): Promise<Ended> =>
    run("subgraphs/user/dist/main.js", settings);

  const expectRefusal = (ended: Ended, ...sentences: readonly string[]): void => {
    for (const sentence of sentences) expect(ended.output).toContain(sentence);
    expect(ended.output).not.toMatch(stackLine);
    expect(ended).toMatchObject({ code: 1, leftBehind: [] });
  };

  it("names its taken port", async () => {
    expectRefusal(
      await runUser({ PORT: String(ports.user) }),
      `Port ${ports.user} is in use`,
      "choose another with PORT",
    );
  });

  it("names every bad setting, also the one its log is made with, and no password", async () => {
    const ended = await runUser({
      LOG_LEVEL: "loud",
      PORT: "abc",
      USER_DATABASE_URL: "mysql://me:hidden@",
    });
    expectRefusal(
      ended,
      'LOG_LEVEL="loud" is unknown',
      'PORT="abc" is no integer',
      "USER_DATABASE_URL is bad",
      "mysql://user:password@host:3306/database",
    );
    expect(ended.output).not.toContain("hidden");
  });

  it("names the database that does not answer without its password", async () => {
    const url = `mysql://me:hidden@127.0.0.1:${ports.pay}/shop`;
    const ended = await runUser({ USER_DATABASE_URL: url });
    expectRefusal(ended, "The database shop does not answer", "in USER_DATABASE_URL");
    expect(ended.output).not.toContain("hidden");
  });

  it("names the database and the secrets that production must be given", async () => {
    expectRefusal(
      await runUser({ NODE_ENV: "production", USER_DATABASE_URL: "" }),
      "USER_DATABASE_URL is missing",
      "IDENTITY_SECRET is missing (required in production)",
      "TOKEN_PRIVATE_KEY is missing (required in production)",
    );
  });

  it("names the supergraph it cannot read", async () => {
    expectRefusal(
      await run("gateway/dist/main.js", { SUPERGRAPH: join(folder, "missing.graphql") }),
      "missing.graphql",
      "npm run schema",
    );
  });
});
