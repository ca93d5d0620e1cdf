import type { IncomingMessage } from "node:http";

export interface OriginSettings {
  /** Origins of other hosts whose pages may connect, e.g. `https://shop.example`; `*` for all. */
  readonly allowed: readonly string[];
  /** Pages served from this machine may connect, whatever their port (development). */
  readonly allowLoopback: boolean;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether a page of this origin may open a socket. Browsers send cookies and let any page connect, so the server
 * has to look; clients that are no browsers send no origin and pass.
 */
export function isAllowedOrigin(request: IncomingMessage, settings: OriginSettings): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || settings.allowed.includes("*")) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.host === host || settings.allowed.includes(url.origin)) return true;
  return settings.allowLoopback && LOOPBACK.has(url.hostname);
}
