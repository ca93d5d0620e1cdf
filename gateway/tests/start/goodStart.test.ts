import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedServer } from "@micro-shop/common/database/embedded/embeddedServer";
import { openDatabase } from "@micro-shop/common/database/pool";
import { findFreePorts, portSettings, type MallPorts } from "@micro-shop/common/supervisor/ports";
import { testClient } from "@micro-shop/common/testing/testClient";
import { launch, runToEnd, type Launched } from "./runToEnd";

const READY = "Stop with Ctrl-C; the data stays.";
const buyer = { email: `${randomUUID()}@example.com`, password: "a password for tests" };

/** `npm start` on a built tree, twice on the same data: each step builds on the one before. */
describe("the mall that npm start brings up", () => {
  let folder: string;
  let ports: MallPorts;
  let settings: Readonly<Record<string, string>>;
  let url: string;
  let running: Launched | undefined;
  let products: number;

  beforeAll(async () => {
    // With a space, as in "My Projects".
    folder = await mkdtemp(join(tmpdir(), "good start-"));
    ports = await findFreePorts();
    settings = { DATA_DIR: folder, ...portSettings(ports) };
    url = `http://127.0.0.1:${ports.gateway}`;
  });
  afterAll(async () => {
    running?.signal("SIGINT");
    await running?.ended;
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const shop = () => testClient({ url: `${url}/graphql` });
  const countProducts = async (): Promise<number> => {
    const query = "{ products(first: 1) { totalCount } }";
    return (await shop().data<{ products: { totalCount: number } }>(query)).products.totalCount;
  };
  /** As a terminal does it. */
  const expectStopped = async (mall: Launched): Promise<void> => {
    mall.signal("SIGINT");
    const { code, leftBehind, output } = await mall.ended;
    expect([code, leftBehind]).toEqual([0, []]);
    expect(output).toContain("stopped");
  };

  it("prints the endpoint, the playground, the logins and a first query that works", async () => {
    running = launch("dist/start.js", settings);
    const output = await running.waitFor(READY);
    expect(output).toContain(`Endpoint     ${url}/graphql\n`);
    expect(output).toContain(`Playground   ${url}/playground/\n`);
    for (const name of ["customer", "staff", "admin"]) {
      expect(output).toContain(`${name}@example.com`);
    }
    expect(output).toContain("micro-shop-demo");
    const printed =
      /curl -s (\S+) -H 'content-type: application\/json' \\\n +-d '(.+)'\n/.exec(output) ?? [];
    const [, endpoint = "", body = ""] = printed;
    const headers = { "content-type": "application/json" };
    const reply = await fetch(endpoint, { method: "POST", headers, body });
    const answer = (await reply.json()) as { data: { products: { edges: unknown[] } } };
    expect([reply.status, answer.data.products.edges.length]).toEqual([200, 3]);
    expect((await fetch(`${url}/playground/`)).status).toBe(200);
  }, 60_000);

  it("takes a new customer", async () => {
    const { register } = await shop().data<{ register: { userErrors: unknown[] } }>(
      `mutation ($input: RegisterInput!) { register(input: $input) { userErrors { code } } }`,
      { input: { ...buyer, name: "Kept" } },
    );
    expect(register.userErrors).toEqual([]);
    products = await countProducts();
    expect(products).toBeGreaterThanOrEqual(200);
  });

  it("is looked after: a second start is sent to it, and the doctor finds it by itself", async () => {
    const [second, doctor] = await Promise.all([
      runToEnd("dist/start.js", { ...settings, PORT: "4000" }),
      runToEnd("subgraphs/common/dist/supervisor/doctor/main.js", { DATA_DIR: folder }),
    ]);
    expect(second.output).toContain(`is running already: ${url}/graphql`);
    expect([second.code, second.leftBehind]).toEqual([1, []]);
    expect(doctor.output).toContain(`gateway      ready at ${url}/health/ready`);
    expect(doctor.output).toMatch(/ok +invariants +all 15 hold/);
    expect(doctor.output).toContain("All is well.");
  });

  it("says that its database was killed and runs again", async () => {
    const state = await readFile(join(folder, "database/server.json"), "utf8");
    const { server } = JSON.parse(state) as { server: string };
    process.kill(Number(server.split("-")[0]), "SIGKILL");
    const output = await running?.waitFor("The database runs again.");
    expect(output).toContain("The database ended; starting it again.");
  });

  it("ends with 0 on Ctrl-C, and no process stays, the database included", async () => {
    if (running) await expectStopped(running);
  }, 60_000);

  it("is found out, though it is stopped, when its books are wrong, and by whoever looks", async () => {
    const server = await startEmbeddedServer({ dataDir: folder });
    const database = openDatabase({ url: server.adminUrl });
    const add = (units: number) =>
      database.pool.query(
        `UPDATE mall_product.sku_stock SET on_hand = on_hand + ${units} ORDER BY sku_id LIMIT 1`,
      );
    try {
      await add(1);
      const look = (program: string) => runToEnd(program, settings);
      const checker = await look("subgraphs/invariants/dist/main.js");
      expect(checker.output).toMatch(/broken +I2 .*\n +skuId \S+: on hand \d+, but its movements/);
      expect(checker.code).toBe(1);
      const doctor = await look("subgraphs/common/dist/supervisor/doctor/main.js");
      expect(doctor.output).toMatch(/problem +invariants +I2 is broken 1 ×/);
      expect(doctor.code).toBe(1);
      await add(-1);
      const again = await look("subgraphs/invariants/dist/main.js");
      expect([again.code, again.output]).toEqual([0, expect.stringContaining("invariants hold")]);
    } finally {
      await database.close();
      await server.stop();
    }
  });

  it("finds its data again at the next start, and seeds nothing twice", async () => {
    running = launch("dist/start.js", settings);
    await running.waitFor(READY);
    const { login } = await shop().data<{ login: { session: { user: { name: string } } } }>(
      `mutation ($input: LoginInput!) { login(input: $input) { session { user { name } } } }`,
      { input: { login: buyer.email, password: buyer.password } },
    );
    expect(login.session.user.name).toBe("Kept");
    expect(await countProducts()).toBe(products);
    await expectStopped(running);
    running = undefined;
  }, 90_000);
});
