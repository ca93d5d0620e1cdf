import { refuse } from "@micro-shop/common/errors";

/**
 * Money goes back by the will of two people: who decides is neither who asked for it nor who gets it. Refuses
 * APPROVER_IS_REQUESTER.
 * @param concerned the buyer, and who asked.
 */
export function refuseOwnMoney(
  decidedBy: string,
  concerned: readonly string[],
  path: readonly string[],
): void {
  if (!concerned.includes(decidedBy)) return;
  refuse("APPROVER_IS_REQUESTER", "Another person must decide on this.", { path });
}
