import type { ServiceClient } from "@micro-shop/common/graphql/serviceClient";
import { newId } from "@micro-shop/common/ids";
import { startDeadline } from "@micro-shop/common/resilience/deadline";
import { OrderDecisionsDocument, type Decision } from "./generated/order";

export interface OrderDecision {
  readonly orderId: string;
  readonly decision: Decision;
}

/** What marketing asks of the order subgraph. */
export interface OrderDecisions {
  /** What became of at most 100 orders, each once. Throws a Fault when order does not answer. */
  ask(orderIds: readonly string[]): Promise<readonly OrderDecision[]>;
}

/** A job asks for itself, so no call takes longer than this. */
const ANSWER_WITHIN_MS = 2_000;

export function orderDecisions(client: ServiceClient): OrderDecisions {
  return {
    async ask(orderIds) {
      const context = {
        caller: { service: "marketing", user: null, clientAddress: "", requestId: newId() },
        deadline: startDeadline(ANSWER_WITHIN_MS),
      } as const;
      const data = await client.call(OrderDecisionsDocument, { orderIds }, { context });
      return data.orderDecisions;
    },
  };
}
