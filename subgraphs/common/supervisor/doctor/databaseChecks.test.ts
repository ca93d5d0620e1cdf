import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../../database/migrate";
import { openDatabase, type Database } from "../../database/pool";
import { provisionDatabases } from "../../database/provision";
import { serviceNames, type ServiceName } from "../../serviceNames";
import { testServerUrl } from "../../testing/testDatabase";
import { checkDatabases } from "./databaseChecks";

const prefix = `doctor${process.pid}_`;
const passwords = Object.fromEntries(serviceNames.map((name) => [name, "word"])) as Record<
  ServiceName,
  string
>;

/** One story, told in order: the databases of a mall come into being. */
describe("what the doctor finds in the databases", () => {
  let root: string;
  const databases = new Map<ServiceName, Database>();

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "doctor-"));
    for (const name of serviceNames) {
      const meta = join(root, "subgraphs", name, "model/migrations/meta");
      await mkdir(meta, { recursive: true });
      await writeFile(join(meta, "_journal.json"), '{"entries":[{"idx":0,"tag":"0000_first"}]}');
      await writeFile(
        join(meta, "../0000_first.sql"),
        "CREATE TABLE seed (name varchar(40) PRIMARY KEY)",
      );
    }
  });
  afterAll(async () => {
    const admin = openDatabase({ url: testServerUrl() });
    for (const name of serviceNames) {
      await databases.get(name)?.close();
      await admin.pool.query(`DROP DATABASE IF EXISTS \`${prefix}${name}\``);
      await admin.pool.query(`DROP USER IF EXISTS '${prefix}${name}'@'%'`);
    }
    await admin.close();
    await rm(root, { recursive: true });
  });

  const check = (isSeedWanted = true): ReturnType<typeof checkDatabases> =>
    checkDatabases({ adminUrl: testServerUrl(), root, isSeedWanted, prefix });

  it("that they are missing", async () => {
    await expect(check()).resolves.toMatchObject([
      {
        says: expect.stringContaining(`missing: ${prefix}user, ${prefix}product`),
        fix: expect.any(String),
      },
    ]);
  });

  it("that migrations are pending, subgraph by subgraph", async () => {
    const urls = await provisionDatabases(testServerUrl(), serviceNames, passwords, { prefix });
    for (const name of serviceNames) databases.set(name, openDatabase({ url: urls[name] }));
    const findings = await check();
    expect(findings.filter(({ fix }) => fix !== null).map(({ says }) => says)).toEqual(
      serviceNames.map((name) => `${name} lacks 0000_first`),
    );
  });

  it("that the demo data is missing, unless it is not wanted", async () => {
    for (const name of serviceNames) {
      const database = databases.get(name);
      if (database) await migrate(database, join(root, "subgraphs", name, "model/migrations"));
    }
    expect((await check()).filter(({ fix }) => fix !== null)).toHaveLength(serviceNames.length);
    expect((await check(false)).every(({ fix }) => fix === null)).toBe(true);
  });

  it("that all is well", async () => {
    for (const database of databases.values()) {
      await database.pool.query("INSERT INTO seed VALUES ('demo-world')");
    }
    const findings = await check();
    expect(findings.map(({ what, fix }) => [what, fix])).toEqual([
      ["databases", null],
      ["migrations", null],
      ["demo data", null],
    ]);
  });

  it("that a migration was edited after it had been applied", async () => {
    await writeFile(join(root, "subgraphs/pay/model/migrations/0000_first.sql"), "SELECT 1");
    const broken = (await check()).filter(({ fix }) => fix !== null);
    expect(broken).toMatchObject([
      { says: expect.stringContaining("pay: Migration 0000_first was edited") },
    ]);
  });
});
