import type { IncomingMessage } from "node:http";

/**
 * The address of the client, behind `trustedProxies` proxies of ours. Each of them appends the address it saw to
 * `x-forwarded-for`; what stands further left was written by the client and proves nothing.
 */
export function clientAddressOf(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? "unknown";
  if (trustedProxies === 0) return direct;
  const header = request.headers["x-forwarded-for"];
  const forwarded = (typeof header === "string" ? header : (header?.join(",") ?? ""))
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  const chain = [...forwarded, direct];
  return chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? direct;
}
