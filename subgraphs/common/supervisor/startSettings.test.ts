import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../config";
import { defaultPorts, serviceNames } from "../serviceNames";
import { loadStartSettings } from "./startSettings";

describe("the settings of a start", () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "start-settings-"))));
  afterAll(() => rm(folder, { recursive: true }));

  const load = (environment: Readonly<Record<string, string>>) =>
    loadStartSettings({ DATA_DIR: folder, ...environment });
  const problemsOf = (environment: Readonly<Record<string, string>>): readonly string[] => {
    try {
      load(environment);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  };

  it("have the ports' defaults; the gateway's is set by PORT, a subgraph's by its URL", () => {
    expect(load({}).ports).toEqual(defaultPorts);
    expect(load({ PORT: "5000", ORDER_URL: "http://127.0.0.1:5003" }).ports).toEqual({
      ...defaultPorts,
      gateway: 5000,
      order: 5003,
    });
  });

  it.each([
    [{ PORT: "abc" }, 'PORT="abc" is no integer'],
    [{ PORT: "0" }, "PORT names port 0"],
    [{ ORDER_URL: "localhost" }, 'ORDER_URL="localhost" is no http(s) URL'],
    [{ PAY_URL: "http://127.0.0.1:4000" }, "PORT and PAY_URL both name port 4000"],
    [{ LOG_LEVEL: "loud" }, 'LOG_LEVEL="loud" is unknown'],
    [{ SEED: "nope" }, 'SEED="nope" is unknown. Use on (default)'],
    [{ TOKEN_PRIVATE_KEY: "x" }, "TOKEN_PRIVATE_KEY is no Ed25519 private key"],
  ])("are refused when one is bad: %j", (environment, problem) => {
    expect(problemsOf(environment)).toEqual([expect.stringContaining(problem)]);
  });

  it("want the demo data unless told otherwise, and never in production", () => {
    expect(load({}).isSeedWanted).toBe(true);
    expect(load({ SEED: "off" }).isSeedWanted).toBe(false);
    expect(problemsOf({ NODE_ENV: "production", SEED: "on" })).toContainEqual(
      expect.stringContaining('SEED="on" is refused in production'),
    );
  });

  it("name every secret that production lacks, at once", () => {
    const wanted = [
      "IDENTITY_SECRET",
      "TOKEN_PRIVATE_KEY",
      ...serviceNames.map((name) => `${name.toUpperCase()}_DATABASE_PASSWORD`),
    ];
    const problems = problemsOf({ NODE_ENV: "production" });
    const named = problems.map((problem) => problem.slice(0, problem.indexOf(" ")));
    expect(named.toSorted()).toEqual(wanted.toSorted());
    for (const problem of problems) expect(problem).toMatch(/is missing.*`openssl /);
  });
});
