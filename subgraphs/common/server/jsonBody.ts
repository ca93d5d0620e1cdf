import type { FastifyInstance, FastifyRequest } from "fastify";

const rawBodies = new WeakMap<FastifyRequest, Buffer>();

/** Parses JSON bodies and keeps their bytes, which signatures are made over. Malformed JSON is a 400. */
export function keepRawJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    (request, body: Buffer, done) => {
      rawBodies.set(request, body);
      try {
        done(null, JSON.parse(body.toString("utf8")));
      } catch (error) {
        done(
          Object.assign(new Error("The body is not JSON.", { cause: error }), { statusCode: 400 }),
        );
      }
    },
  );
}

/** The bytes of a request's body as they came; empty when there was none. */
export function rawBodyOf(request: FastifyRequest): Buffer {
  return rawBodies.get(request) ?? Buffer.alloc(0);
}
