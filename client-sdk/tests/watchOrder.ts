/** A separate process for package.test.ts: subscribes with nothing injected but the WebSocket class. */
import { WebSocket } from "ws";
import { createShop } from "../src/index";

async function main(): Promise<void> {
  const shop = createShop({ url: process.argv[2] ?? "", webSocketImpl: WebSocket });
  for await (const { event } of shop.order.statusChanged({ orderId: "order-1" })) {
    console.log(event.status);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
