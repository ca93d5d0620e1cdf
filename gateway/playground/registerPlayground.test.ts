import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { portOf } from "@micro-shop/common/testing/portOf";
import fastify, { type FastifyInstance } from "fastify";
import { registerPlayground } from "./registerPlayground";

describe("registerPlayground", () => {
  let folder: string;
  let app: FastifyInstance;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "playground-"));
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), '<div id="root" data-settings=""></div>');
    writeFileSync(join(folder, "assets/index-1a.js"), "start()");
    writeFileSync(join(folder, "assets/index-1a.js.gz"), gzipSync("start()"));
    writeFileSync(join(folder, "secret.js"), "not an asset");
    app = fastify();
  });

  /** Over a real socket: fastify's own `inject` loads a package that jest cannot. */
  async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    if (!app.server.listening) {
      await app.listen({ port: 0, host: "127.0.0.1" });
    }
    return fetch(`http://127.0.0.1:${portOf(app.server)}${path}`, { headers, redirect: "manual" });
  }

  afterEach(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it("serves the page with its settings and a policy that allows its own scripts alone", async () => {
    await registerPlayground(app, { demoLogins: true, endpoint: "/graphql", folder });
    const reply = await get("/playground/");
    const body = await reply.text();
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toContain("text/html");
    expect(reply.headers.get("cache-control")).toBe("no-cache");
    expect(body).toContain("&quot;endpoint&quot;:&quot;/graphql&quot;");
    expect(body).toContain("admin@example.com");
    const policy = String(reply.headers.get("content-security-policy"));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-eval|https?:/);
  });

  it("names no demo login when they are off", async () => {
    await registerPlayground(app, { demoLogins: false, endpoint: "/graphql", folder });
    const reply = await get("/playground/");
    const body = await reply.text();
    expect(body).not.toContain("example.com");
    expect(body).not.toContain("micro-shop-demo");
  });

  it("leads from /playground to /playground/ with the query of a deep link", async () => {
    await registerPlayground(app, { demoLogins: true, endpoint: "/graphql", folder });
    const reply = await get("/playground?query=%7Bme%7Bid%7D%7D");
    expect(reply.status).toBe(302);
    expect(reply.headers.get("location")).toBe("/playground/?query=%7Bme%7Bid%7D%7D");
  });

  it("serves assets for ever, compressed to those who take it", async () => {
    await registerPlayground(app, { demoLogins: true, endpoint: "/graphql", folder });
    const url = "/playground/assets/index-1a.js";
    const plain = await get(url, { "accept-encoding": "identity" });
    expect(await plain.text()).toBe("start()");
    expect(plain.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");

    const compressed = await get(url, { "accept-encoding": "br, gzip" });
    expect(compressed.headers.get("content-encoding")).toBe("gzip");
    expect(await compressed.text()).toBe("start()");
  });

  it.each(["missing.js", "..%2Fsecret.js", "index-1a.js.gz"])(
    "answers 404 for %s",
    async (name) => {
      await registerPlayground(app, { demoLogins: true, endpoint: "/graphql", folder });
      const reply = await get(`/playground/assets/${name}`);
      expect(reply.status).toBe(404);
    },
  );

  it("says how to build the page when it is not there, and lets the gateway start", async () => {
    rmSync(join(folder, "index.html"));
    await registerPlayground(app, { demoLogins: true, endpoint: "/graphql", folder });
    const reply = await get("/playground/");
    expect(reply.status).toBe(503);
    expect(await reply.text()).toContain("npm run build");
  });

  it.each(["https://elsewhere.example/graphql", "//elsewhere.example", "graphql"])(
    "refuses the endpoint %s",
    async (endpoint) => {
      await expect(registerPlayground(app, { demoLogins: true, endpoint, folder })).rejects.toThrow(
        "must be a path of this host",
      );
    },
  );
});
