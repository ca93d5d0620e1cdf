import { splitByWeights } from "@micro-shop/common/money";
import type { LineQuantity, OrderLineRow } from "../model/orderLines";

export type PaidLine = Pick<
  OrderLineRow,
  "id" | "quantity" | "unitPriceMinor" | "discountMinor" | "taxMinor"
>;

/** What was paid for a line: price × quantity − discount + its share of the tax. The shipping fee is no part of it. */
export function paidForLine({
  quantity,
  unitPriceMinor,
  discountMinor,
  taxMinor,
}: PaidLine): number {
  return unitPriceMinor * quantity - discountMinor + taxMinor;
}

/**
 * What goes back for each line of a return. The first so many units of a line are worth their share of what was paid for
 * it, rounded by largest remainder; a return is worth what it adds to that. So however a line comes back, in one piece or
 * unit by unit, its returns sum to exactly what was paid for it, and never to more.
 * @param before what came back of the lines before this return.
 * Throws when more comes back than was bought, or of another order.
 */
export function returnRefunds(
  lines: readonly PaidLine[],
  before: readonly LineQuantity[],
  returned: readonly LineQuantity[],
): { readonly orderLineId: string; readonly refundMinor: number }[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const earlier = new Map(before.map((line) => [line.orderLineId, line.quantity]));
  return returned.map(({ orderLineId, quantity }) => {
    const line = byId.get(orderLineId);
    if (!line) throw new Error(`Line ${orderLineId} is of another order.`);
    const first = earlier.get(orderLineId) ?? 0;
    const refundMinor = worthOf(line, first + quantity) - worthOf(line, first);
    return { orderLineId, refundMinor };
  });
}

/** The share of the first `units` units in what was paid for a line; never falls as they grow. */
function worthOf(line: PaidLine, units: number): number {
  if (units > line.quantity) throw new Error(`More of line ${line.id} comes back than was bought.`);
  const [worth = 0] = splitByWeights(paidForLine(line), [units, line.quantity - units]);
  return worth;
}
