import type { ServiceClient } from "../graphql/serviceClient";
import type { TypedDocumentString } from "../graphql/typedDocument";
import { newId } from "../ids";
import { startDeadline } from "../resilience/deadline";
import type { ServiceName } from "../serviceNames";

/** What became of an order: ABORTED will never be paid, OPEN may still become either. */
export interface OrderDecision {
  readonly orderId: string;
  readonly decision: "OPEN" | "PAID" | "ABORTED";
}

/** What those who hold something for orders ask of the order subgraph. */
export interface OrderDecisions {
  /** What became of at most 100 orders, each once. Throws a Fault when order does not answer. */
  ask(orderIds: readonly string[]): Promise<readonly OrderDecision[]>;
}

interface Asking {
  readonly service: ServiceName;
  /** A client of the order subgraph. */
  readonly client: ServiceClient;
  /** The question, as it was checked against order's SDL. */
  readonly document: TypedDocumentString<
    { readonly orderDecisions: readonly OrderDecision[] },
    { orderIds: readonly string[] }
  >;
}

/** A job asks for itself, so no call takes longer than this. */
const ANSWER_WITHIN_MS = 2_000;

export function askOrderDecisions({ service, client, document }: Asking): OrderDecisions {
  return {
    async ask(orderIds) {
      const context = {
        caller: { service, user: null, clientAddress: "", requestId: newId() },
        deadline: startDeadline(ANSWER_WITHIN_MS),
      } as const;
      return (await client.call(document, { orderIds }, { context })).orderDecisions;
    },
  };
}
