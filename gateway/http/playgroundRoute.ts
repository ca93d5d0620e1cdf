import type { FastifyInstance } from "fastify";
import { registerPlayground } from "../playground/registerPlayground";

export interface PlaygroundSettings {
  readonly isOn: boolean;
  /** Offer the demo logins at one click; never in production. */
  readonly demoLogins: boolean;
}

/** Mounts the playground, or says that it is turned off. */
export async function mountPlayground(
  app: FastifyInstance,
  { isOn, demoLogins }: PlaygroundSettings,
): Promise<void> {
  if (isOn) return registerPlayground(app, { demoLogins, endpoint: "/graphql" });
  for (const path of ["/playground", "/playground/*"]) {
    app.get(path, async (_request, reply) =>
      reply
        .code(404)
        .type("text/plain; charset=utf-8")
        .send("The playground is turned off here; PLAYGROUND=on turns it on.\n"),
    );
  }
}
