import { fastifyCors } from "@fastify/cors";
import type { FastifyInstance } from "fastify";
import { REQUEST_ID_HEADER } from "../plugins/requestId";
import type { AllowedOrigins } from "../security/allowedOrigins";

/** How long a browser may remember a preflight; Chrome remembers none longer. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * Lets pages of other origins call the routes of this scope (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol).
 * Never with credentials: who calls is proven by a bearer token, which no browser adds by itself, so that a page
 * can do no more than any other client.
 */
export async function allowOrigins(scope: FastifyInstance, allowed: AllowedOrigins): Promise<void> {
  await scope.register(fastifyCors, {
    origin: allowed.length === 0 ? false : [...allowed],
    methods: ["GET", "POST"],
    exposedHeaders: [REQUEST_ID_HEADER, "retry-after"],
    maxAge: PREFLIGHT_SECONDS,
  });
}
