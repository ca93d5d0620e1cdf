/**
 * A separate process for tests: subscribes with nothing injected but the WebSocket class, prints each status, and ends
 * with the one named last, or when the server completes.
 */
import { WebSocket } from "ws";
import { createShop, memoryTokenStore, type Tokens } from "../src/index";

async function main(): Promise<void> {
  const [, , url = "", orderId = "order-1", lastStatus] = process.argv;
  const accessToken = process.env["ACCESS_TOKEN"];
  const tokens: Tokens | undefined =
    accessToken === undefined
      ? undefined
      : { accessToken, refreshToken: "", expiresAt: "2100-01-01T00:00:00Z" };
  const shop = createShop({
    url,
    tokens: memoryTokenStore(tokens),
    webSocketImpl: WebSocket,
    reconnect: { attempts: 100, maxMs: 500 },
  });
  for await (const { event } of shop.order.statusChanged({ orderId })) {
    console.log(event.status);
    if (event.status === lastStatus) break;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
