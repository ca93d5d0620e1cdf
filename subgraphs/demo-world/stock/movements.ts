import type { IdMaker } from "../core/ids";
import { need } from "../core/groups";
import type { DemoRandom } from "../core/random";
import { DAY_MS, MINUTE_MS, after } from "../core/time";
import type { DemoOrder } from "../types/orders";
import type { DemoSku } from "../types/catalogue";
import type { DemoReservation, DemoStockMovement } from "../types/stock";

export interface MovementSources {
  readonly orders: ReadonlyMap<string, DemoOrder>;
  readonly random: DemoRandom;
  readonly newId: IdMaker;
}

/** What leaves with a paid order, and what comes back when it is cancelled. */
function saleMovements(
  reservation: DemoReservation,
  { orders, newId }: MovementSources,
): DemoStockMovement[] {
  const { skuId, quantity, restockedQuantity, settledAt, referenceId: orderId } = reservation;
  if (reservation.status !== "COMMITTED" || !settledAt) return [];
  const movements: DemoStockMovement[] = [
    {
      id: newId(settledAt),
      skuId,
      kind: "COMMIT",
      delta: -quantity,
      reason: "Order paid",
      orderId,
      at: settledAt,
    },
  ];
  if (restockedQuantity > 0) {
    const { updatedAt: at } = need(orders, orderId);
    movements.push({
      id: newId(at),
      skuId,
      kind: "RESTOCK",
      delta: restockedQuantity,
      reason: "Order cancelled before dispatch",
      orderId,
      at,
    });
  }
  return movements;
}

/** A stocktake finds a piece more or less in one SKU of ten that has plenty. */
function adjustmentOf(sku: DemoSku, onHand: number, sources: MovementSources): DemoStockMovement[] {
  if (onHand < 20 || !sources.random.chance(0.1)) return [];
  const at = after(sku.createdAt, DAY_MS);
  const delta = sources.random.pick([-2, -1, 1, 2]);
  const id = sources.newId(at);
  return [{ id, skuId: sku.id, kind: "ADJUSTMENT", delta, reason: "Stocktake", orderId: null, at }];
}

/** What must be there at first so that the ledger never falls below zero. */
function leastOpening(movements: readonly DemoStockMovement[]): number {
  let balance = 0;
  let lowest = 0;
  for (const { delta } of movements) {
    balance += delta;
    lowest = Math.min(lowest, balance);
  }
  return -lowest;
}

/** The ledger of one SKU, oldest first: its opening stock is what makes the sum equal `onHand`. */
export function createMovements(
  sku: DemoSku,
  onHand: number,
  reservations: readonly DemoReservation[],
  sources: MovementSources,
): DemoStockMovement[] {
  const { newId } = sources;
  const later = [
    ...adjustmentOf(sku, onHand, sources),
    ...reservations.flatMap((reservation) => saleMovements(reservation, sources)),
  ].toSorted((left, right) => left.at.getTime() - right.at.getTime());
  const fitting = later.reduce((units, movement) => units - movement.delta, onHand);
  const opening = Math.max(fitting, leastOpening(later));
  const own = { skuId: sku.id, orderId: null };
  const openingRow: DemoStockMovement = {
    ...own,
    id: newId(sku.createdAt),
    kind: "OPENING",
    delta: opening,
    reason: "Opening stock",
    at: sku.createdAt,
  };
  const movements = opening === 0 ? later : [openingRow, ...later];
  if (opening === fitting) return movements;
  // Sold out and then cancelled: what came back must not be for sale again, or the SKU would not be sold out.
  const at = after(later.at(-1)?.at ?? sku.createdAt, MINUTE_MS);
  const delta = fitting - opening;
  const reason = "Written off: damaged";
  return [...movements, { ...own, id: newId(at), kind: "ADJUSTMENT", delta, reason, at }];
}
