import type { FastifyInstance, FastifyRequest } from "fastify";
import { registerPlayground } from "../playground/registerPlayground";

const ENDPOINT = "/graphql";

export interface PlaygroundSettings {
  /** For everybody who reaches the gateway: the page has no rights of its own, its user's token has them. */
  readonly isOn: boolean;
  /** Offer the demo logins at one click; never in production. */
  readonly demoLogins: boolean;
}

/** Mounts the playground and leads browsers to it from `/` and the endpoint, or says that it is turned off. */
export async function mountPlayground(
  app: FastifyInstance,
  { isOn, demoLogins }: PlaygroundSettings,
): Promise<void> {
  if (isOn) {
    await registerPlayground(app, { demoLogins, endpoint: ENDPOINT });
    app.get("/", async (_request, reply) => reply.redirect("/playground/"));
    app.addHook("onRequest", async (request, reply) => {
      if (!isPageOf(request, ENDPOINT)) return;
      // `?query=` and `?variables=` mean the same to the playground: it shows what a client would run.
      return reply.redirect(`/playground/${new URL(request.url, "http://host").search}`);
    });
    return;
  }
  for (const path of ["/playground", "/playground/*"]) {
    app.get(path, async (_request, reply) =>
      reply
        .code(404)
        .type("text/plain; charset=utf-8")
        .send("The playground is turned off here; PLAYGROUND=on turns it on.\n"),
    );
  }
}

/** Whether a browser opens this path as a page; clients of GraphQL do not ask for HTML. */
function isPageOf({ method, url, headers }: FastifyRequest, path: string): boolean {
  const wantsPage = /\btext\/html\b/.test(headers.accept ?? "");
  return method === "GET" && wantsPage && url.split("?")[0] === path;
}
