import { Refusal, Refusals } from "@micro-shop/common/errors";
import type { LineQuantity, OrderLineRow } from "../model/orderLines";

/** What is left of each line of an order, by line, in the order of the lines: its quantity less what has been taken of it. */
export type QuantitiesLeft = ReadonlyMap<string, number>;

/** What is left of lines after some was taken of them. */
export function quantitiesLeft(
  lines: readonly LineQuantity[],
  taken: readonly LineQuantity[],
): QuantitiesLeft {
  const left = new Map(lines.map(({ orderLineId, quantity }) => [orderLineId, quantity]));
  for (const { orderLineId, quantity } of taken) {
    left.set(orderLineId, (left.get(orderLineId) ?? 0) - quantity);
  }
  return left;
}

/** The lines as they were ordered. */
export function orderedQuantities(
  lines: readonly Pick<OrderLineRow, "id" | "quantity">[],
): LineQuantity[] {
  return lines.map(({ id, quantity }) => ({ orderLineId: id, quantity }));
}

/** All that is left; lines of which nothing is left are missing. */
export function allThatIsLeft(left: QuantitiesLeft): LineQuantity[] {
  return [...left]
    .map(([orderLineId, quantity]) => ({ orderLineId, quantity }))
    .filter(({ quantity }) => quantity > 0);
}

/**
 * What a client wants of an order's lines, those of one line added up. Refuses NOT_FOUND for a line the order does not
 * have, QUANTITY_EXCEEDED for more than is left of one; each refusal names the input's line.
 * @param what for the message, e.g. "be shipped".
 */
export function takeFromLines(
  wanted: readonly LineQuantity[],
  left: QuantitiesLeft,
  what: string,
): LineQuantity[] {
  const sums = new Map<string, number>();
  const refusals: Refusal[] = [];
  for (const [index, { orderLineId, quantity }] of wanted.entries()) {
    const path = ["input", "lines", String(index)];
    const most = left.get(orderLineId);
    if (most === undefined) {
      const message = "The order has no such line.";
      refusals.push(new Refusal("NOT_FOUND", message, { path: [...path, "orderLineId"] }));
      continue;
    }
    const sum = (sums.get(orderLineId) ?? 0) + quantity;
    sums.set(orderLineId, sum);
    if (sum <= most) continue;
    const message = `Only ${most} of this line can ${what}.`;
    refusals.push(new Refusal("QUANTITY_EXCEEDED", message, { path: [...path, "quantity"] }));
  }
  if (refusals.length > 0) throw new Refusals(refusals);
  return [...sums].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
}
