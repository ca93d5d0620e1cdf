import type { IncomingMessage } from "node:http";

/** Origins whose pages may use the endpoint, e.g. `https://shop.example`; `*` among them stands for all. */
export type AllowedOrigins = readonly string[];

/**
 * Whether a page of this origin may open a socket: browsers let any page connect, so the server has to look.
 * It agrees with CORS, which browsers themselves enforce over HTTP: pages of the endpoint's own host need no
 * permission, and clients that are no browsers send no origin.
 */
export function isAllowedOrigin(
  { headers: { origin, host } }: Pick<IncomingMessage, "headers">,
  allowed: AllowedOrigins,
): boolean {
  if (origin === undefined || allowed.includes("*") || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
