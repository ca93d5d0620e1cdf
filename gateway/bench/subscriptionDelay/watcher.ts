import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { contractOperation } from "../../tests/support/contractOperations";
import type { StatusChange } from "../../tests/support/purchaseAnswers";

/** One event as its subscriber got it. */
export interface SeenEvent {
  readonly orderId: string;
  readonly status: string;
  /** Milliseconds since 1970: written down by the process that made the change, in its transaction. */
  readonly changedAt: number;
  /** Milliseconds since 1970: the whole message was there, fields of the other subgraphs included. */
  readonly seenAt: number;
}

/** One socket of one buyer, with a subscription for each of some orders. */
export interface Watcher {
  watch(orderId: string): void;
  close(): Promise<void>;
}

interface Change extends StatusChange {
  readonly orderStatusChanged: StatusChange["orderStatusChanged"] & {
    readonly event: { readonly at: string };
  };
}

/** @param onFault told why a subscription ended or an event came with errors; none should. */
export function openWatcher(
  endpoint: string,
  token: string,
  { onEvent, onFault }: { onEvent: (event: SeenEvent) => void; onFault: (fault: string) => void },
): Watcher {
  const query = contractOperation("OrderStatusChanged");
  let isClosing = false;
  const client = createClient({
    url: endpoint.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  return {
    watch(orderId) {
      client.subscribe<Change>(
        { query, variables: { orderId } },
        {
          next({ data, errors }) {
            const seenAt = Date.now();
            if (errors || !data) return onFault(JSON.stringify(errors ?? "no data"));
            const { status, at } = data.orderStatusChanged.event;
            onEvent({ orderId, status, changedAt: Date.parse(at), seenAt });
          },
          error: (reason) => {
            if (!isClosing) onFault(JSON.stringify(reason));
          },
          complete: () => {
            if (!isClosing) onFault("The subscription has ended.");
          },
        },
      );
    },
    async close() {
      isClosing = true;
      await client.dispose();
    },
  };
}
