import type { Catalogue } from "../catalogue/catalogue";
import { groupBy, need } from "../core/groups";
import { createIds } from "../core/ids";
import { sum } from "../core/money";
import { createRandom } from "../core/random";
import type { Campaigns } from "../marketing/campaigns";
import type { DemoFlashTicket } from "../types/marketing";
import type { DemoOrder } from "../types/orders";
import type { DemoReservation, DemoStockLevel, DemoStockMovement } from "../types/stock";
import { reserveForFlashSales } from "./flashReservations";
import { createMovements } from "./movements";
import { reserveForOrders } from "./orderReservations";

/** What is in the warehouse after everything that happened. */
export interface Stock {
  readonly levels: readonly DemoStockLevel[];
  readonly reservations: readonly DemoReservation[];
  readonly movements: readonly DemoStockMovement[];
}

export interface StockSources {
  readonly seed: number;
  readonly catalogue: Catalogue;
  readonly campaigns: Campaigns;
  readonly orders: readonly DemoOrder[];
  readonly tickets: readonly DemoFlashTicket[];
}

/** Derives stock backwards: what shall be free, plus what is held, is on hand; plus what was sold, was the opening. */
export function createStock({ seed, catalogue, campaigns, orders, tickets }: StockSources): Stock {
  const newId = createIds(createRandom(seed, "stock ids"));
  const reservations = [
    ...reserveForFlashSales(campaigns.flashSales, tickets, newId),
    ...reserveForOrders(orders, newId),
  ];
  const bySku = groupBy(reservations, (reservation) => reservation.skuId);
  const sources = {
    orders: new Map(orders.map((order) => [order.id, order])),
    random: createRandom(seed, "stock"),
    newId,
  };
  const levels: DemoStockLevel[] = [];
  const movements: DemoStockMovement[] = [];
  for (const sku of catalogue.skus) {
    const own = bySku.get(sku.id) ?? [];
    const live = own.filter((reservation) => reservation.status === "RESERVED");
    const reserved = sum(live.map((reservation) => reservation.quantity));
    const onHand = need(catalogue.freeUnits, sku.id) + reserved;
    levels.push({ skuId: sku.id, onHand, reserved });
    movements.push(...createMovements(sku, onHand, own, sources));
  }
  return { levels, reservations, movements };
}
