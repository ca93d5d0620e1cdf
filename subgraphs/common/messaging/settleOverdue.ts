import { clock } from "../clock";
import type { OrderDecision, OrderDecisions } from "./askOrderDecisions";

/** What order answers in one call. */
const PAGE = 100;

/** A page of orders, in the order of their ids. */
export interface OverdueQuestion {
  /** Those that hold something since, or until, this moment or an earlier one. */
  readonly before: Date;
  /** The page begins after this order; null is the first. */
  readonly afterId: string | null;
  readonly limit: number;
}

export interface Overdue {
  readonly orders: OrderDecisions;
  /** How long an order has had to tell by itself what became of it. */
  readonly patienceMs: number;
  readonly find: (question: OverdueQuestion) => Promise<readonly string[]>;
  /** Keeps or gives back what one decided order holds; harmless when repeated. */
  readonly settle: (
    orderId: string,
    decision: Exclude<OrderDecision["decision"], "OPEN">,
  ) => Promise<void>;
}

/**
 * Asks order what became of the orders that hold something for too long, and settles what is decided; it is for order
 * alone to decide. What is still open stays held. Answers how many orders it settled. Throws when order does not answer:
 * then what was not asked for stays held.
 */
export async function settleOverdue({
  orders,
  patienceMs,
  find,
  settle,
}: Overdue): Promise<number> {
  const before = new Date(clock.now().getTime() - patienceMs);
  let settled = 0;
  let afterId: string | null = null;
  for (;;) {
    const ids: readonly string[] = await find({ before, afterId, limit: PAGE });
    for (const { orderId, decision } of ids.length === 0 ? [] : await orders.ask(ids)) {
      if (decision === "OPEN") continue;
      await settle(orderId, decision);
      settled += 1;
    }
    afterId = ids.at(-1) ?? null;
    if (ids.length < PAGE) return settled;
  }
}
