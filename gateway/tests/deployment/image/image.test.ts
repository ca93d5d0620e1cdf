import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceNames } from "@micro-shop/common/serviceNames";
import { findFreePorts, type MallPorts } from "@micro-shop/common/supervisor/ports";
import { until } from "@micro-shop/common/testing/until";
import { readCompose, type ComposeService } from "../composeFile";
import { sampleEnvironment } from "../sampleEnvironment";
import { buildImage, type BuiltImage } from "./buildImage";
import { isHealthy, startContainer, type Container } from "./container";

/**
 * The Dockerfile's steps and the compose file's commands, carried out without an engine: `npm run test:image`.
 * It installs twice from the registry, so it takes minutes and is not part of `npm test`.
 */
const BUILD_LIMIT_MS = 15 * 60_000;
/** `nobody` on Debian. */
const NOBODY = 65_534;

const mallNames = [...serviceNames, "gateway"] as const;
const { services } = readCompose(sampleEnvironment());

let folder: string;
let image: BuiltImage;
let ports: MallPorts;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "image-"));
  await chmod(folder, 0o755);
  ports = await findFreePorts();
  image = await buildImage(folder);
}, BUILD_LIMIT_MS);
afterAll(() => rm(folder, { recursive: true, force: true }), 120_000);

function service(name: string): ComposeService {
  const found = services[name];
  if (found === undefined) throw new Error(`There is no service ${name} in docker-compose.yml.`);
  return found;
}

describe("the image", () => {
  it.each(["typescript", "jest", "vite", "graphiql", "oxlint", "drizzle-kit", "playwright-core"])(
    "has no %s, which is for development",
    (name) => expect(existsSync(join(image.root, "node_modules", name))).toBe(false),
  );

  it("has no sources, tests and benchmarks", async () => {
    const files = await readdir(image.root, { recursive: true });
    const own = files.filter((path) => !path.includes("node_modules"));
    expect(
      own.filter((path) => /(?<!\.d)\.ts$|\.test\.|\/dist\/(?:tests?|testing|bench)\//.test(path)),
    ).toEqual([]);
  });

  it("has the playground's page and the migrations of every subgraph", () => {
    expect(existsSync(join(image.root, "gateway/dist/playground/bundle/index.html"))).toBe(true);
    for (const name of serviceNames) {
      const journal = join(image.root, "subgraphs", name, "model/migrations/meta/_journal.json");
      expect([name, existsSync(journal)]).toEqual([name, true]);
    }
  });
});

describe("the mall of the compose file, run from the image", () => {
  const running = new Map<string, Container>();
  const options = (name: string): Parameters<typeof startContainer>[1] => ({
    image,
    ports,
    // The subgraphs need the test database, whose socket is ours alone.
    ...(name === "gateway" && process.getuid?.() === 0 ? { uid: NOBODY } : {}),
  });

  afterAll(async () => {
    for (const container of running.values()) await container.stop();
  });

  it("provisions the databases and ends", async () => {
    const provision = startContainer(service("provision"), options("provision"));
    expect([await provision.ended, provision.output()]).toEqual([
      0,
      expect.stringContaining("databases and accounts are there"),
    ]);
  });

  it("becomes healthy, service by service", async () => {
    for (const name of mallNames) {
      const container = startContainer(service(name), options(name));
      running.set(name, container);
      const check = () => isHealthy(service(name), options(name));
      await until(`${name} is healthy`, check, 60_000).catch((error: unknown) => {
        throw new Error(container.output(), { cause: error });
      });
    }
  }, 300_000);

  it("answers a query over the gateway, and serves no playground in production", async () => {
    const url = `http://127.0.0.1:${ports.gateway}`;
    const reply = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ products(first: 1) { edges { node { id } } } }" }),
    });
    expect([reply.status, await reply.json()]).toEqual([
      200,
      { data: { products: { edges: [] } } },
    ]);
    expect((await fetch(`${url}/playground/`)).status).toBe(404);
  });

  it("drains and ends with 0 when it is stopped", async () => {
    const names = [...running.keys()].toReversed();
    for (const name of names) expect([name, await running.get(name)?.stop()]).toEqual([name, 0]);
    running.clear();
  }, 60_000);
});
