import type { IdMaker } from "../core/ids";
import type { DemoRandom } from "../core/random";
import { after } from "../core/time";
import type { DemoOrderEvent, DemoOrderStatus } from "../types/orders";
import {
  type OrderOutcome,
  changeActors,
  changeDelays,
  staffDecisionDelay,
  outcomeRules,
} from "./outcomes";

/** All published changes of an order, versions from 1. */
export function createEvents(
  outcome: OrderOutcome,
  placedAt: Date,
  random: DemoRandom,
  newId: IdMaker,
): DemoOrderEvent[] {
  let at = placedAt;
  return outcomeRules[outcome].path.map((status, index) => {
    const isStaffDecision = outcome === "CANCELLED_REFUNDED" && status === "CANCELLED";
    const [min, max] = isStaffDecision ? staffDecisionDelay : changeDelays[status];
    at = after(at, random.integer(min, max));
    return {
      id: newId(at),
      version: index + 1,
      status,
      actor: isStaffDecision ? "STAFF" : changeActors[status],
      note: null,
      at,
    };
  });
}

/** When the order reached a status, or null when it never did. */
export const reachedAt = (
  events: readonly DemoOrderEvent[],
  status: DemoOrderStatus,
): Date | null => events.find((event) => event.status === status)?.at ?? null;
