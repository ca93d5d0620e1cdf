import type { IdMaker } from "../core/ids";
import { need } from "../core/groups";
import type { DemoRandom } from "../core/random";
import { DAY_MS, after } from "../core/time";
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

/** The ledger of one SKU, oldest first: its opening stock is what makes the sum equal `onHand`. */
export function createMovements(
  sku: DemoSku,
  onHand: number,
  reservations: readonly DemoReservation[],
  sources: MovementSources,
): DemoStockMovement[] {
  const later = [
    ...adjustmentOf(sku, onHand, sources),
    ...reservations.flatMap((reservation) => saleMovements(reservation, sources)),
  ].toSorted((left, right) => left.at.getTime() - right.at.getTime());
  const opening = later.reduce((units, movement) => units - movement.delta, onHand);
  if (opening === 0) return later;
  return [
    {
      id: sources.newId(sku.createdAt),
      skuId: sku.id,
      kind: "OPENING",
      delta: opening,
      reason: "Opening stock",
      orderId: null,
      at: sku.createdAt,
    },
    ...later,
  ];
}
