import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import { bundleFolder } from "./bundle";
import { demoLogins } from "./demoLogins";
import { listAssets } from "./staticAssets";

export interface PlaygroundOptions {
  /** Offer the demo logins at one click. Never in production. */
  readonly demoLogins: boolean;
  /** Path of the GraphQL endpoint on the same host, HTTP and WebSocket: `/graphql`. */
  readonly endpoint: string;
  /** Folder of the built page; default: where `npm run build:playground` puts it. */
  readonly folder?: string;
}

/**
 * What the page may do: run and fetch from its own host, nothing else. `style-src` is open to inline
 * styles because the editor (Monaco) places its lines with them; `data:` carries the fonts in its CSS.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Serves the playground at `/playground/` from its own files; `/playground` leads there, query included.
 * Without a built page it answers 503 with the command that builds it, so that the gateway starts all the same.
 * @throws TypeError when the endpoint is not a path of this host.
 */
export async function registerPlayground(
  app: FastifyInstance,
  options: PlaygroundOptions,
): Promise<void> {
  if (!/^\/(?!\/)/.test(options.endpoint)) {
    throw new TypeError(
      `The playground's endpoint must be a path of this host such as /graphql, not "${options.endpoint}".`,
    );
  }
  const folder = options.folder ?? bundleFolder;
  const page = existsSync(join(folder, "index.html"))
    ? renderPage(readFileSync(join(folder, "index.html"), "utf8"), options)
    : null;

  await app.register(async (scope) => {
    scope.addHook("onSend", async (_request, reply) => setSecurityHeaders(reply));
    scope.get("/playground", async (request, reply) =>
      reply.redirect(`/playground/${new URL(request.url, "http://host").search}`),
    );
    scope.get("/playground/", async (_request, reply) => {
      if (page === null) {
        return reply
          .code(503)
          .type("text/plain; charset=utf-8")
          .send("The playground is not built. Run: npm run build\n");
      }
      return reply.type("text/html; charset=utf-8").header("cache-control", "no-cache").send(page);
    });
    if (page === null) {
      app.log.warn({ folder }, "the playground is not built; run: npm run build");
      return;
    }
    const assets = listAssets(join(folder, "assets"));
    scope.get<{ Params: { name: string } }>("/playground/assets/:name", async (request, reply) => {
      const asset = assets.get(request.params.name);
      if (asset === undefined) {
        return reply.callNotFound();
      }
      const { stream, bytes, encoding } = asset.open(
        /\bgzip\b/.test(request.headers["accept-encoding"] ?? ""),
      );
      // Every name carries the hash of its content, so a file never changes under its name.
      reply.header("cache-control", "public, max-age=31536000, immutable");
      reply.header("vary", "accept-encoding").header("content-length", bytes);
      if (encoding !== null) {
        reply.header("content-encoding", encoding);
      }
      return reply.type(asset.contentType).send(stream);
    });
  });
}

function setSecurityHeaders(reply: FastifyReply): void {
  reply.header("content-security-policy", contentSecurityPolicy);
  reply.header("x-content-type-options", "nosniff");
  reply.header("referrer-policy", "no-referrer");
}

/** The page reads its settings from attributes of its root element: inline scripts are forbidden to it. */
function renderPage(template: string, options: PlaygroundOptions): string {
  const settings = {
    endpoint: options.endpoint,
    demoLogins: options.demoLogins ? demoLogins : [],
  };
  return template.replace('data-settings=""', () => `data-settings="${escape(settings)}"`);
}

function escape(settings: object): string {
  return JSON.stringify(settings)
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;");
}
