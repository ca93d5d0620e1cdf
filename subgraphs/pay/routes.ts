import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Fault } from "@micro-shop/common/errors";
import type { PayServices } from "./context";
import { receiveNotice } from "./logic/receiveNotice";
import { PaymentProviderName } from "./types/enums";

/** No notice of any provider is near this. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** Mounts POST /webhooks/<provider> for each provider that is set up. 2xx means: taken, do not send again. */
export function mountWebhooks(app: FastifyInstance, services: PayServices): void {
  void app.register(async (scope) => {
    // A signature covers bytes: nothing may be parsed before it has been checked.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
      done(null, body);
    });
    for (const name of Object.values(PaymentProviderName)) {
      if (!services.providers[name]) continue;
      scope.post(pathOf(name), { bodyLimit: BODY_LIMIT_BYTES }, (request, reply) =>
        take(services, name, request, reply),
      );
    }
  });
}

/** The URL of a provider's notices on this process, once it listens. */
export function webhookUrl(app: FastifyInstance, name: PaymentProviderName): string {
  return `${app.listeningOrigin}${pathOf(name)}`;
}

function pathOf(name: PaymentProviderName): string {
  return `/webhooks/${name.toLowerCase()}`;
}

async function take(
  services: PayServices,
  name: PaymentProviderName,
  { body, headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  try {
    await receiveNotice(services, name, {
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      headers,
    });
    return await reply.code(200).send({ received: true });
  } catch (error) {
    if (error instanceof Fault && error.httpStatus < 500) {
      services.log.warn({ err: error, provider: name }, "a notice was refused");
      return reply.code(error.httpStatus).send({ code: error.code });
    }
    services.log.error({ err: error, provider: name }, "a notice could not be taken");
    return reply.code(500).send({ code: "INTERNAL" });
  }
}
