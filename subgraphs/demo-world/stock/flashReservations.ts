import { groupBy } from "../core/groups";
import type { IdMaker } from "../core/ids";
import { sum } from "../core/money";
import { after, SECOND_MS } from "../core/time";
import type { FlashOffer } from "../marketing/flashOffers";
import type { DemoFlashTicket } from "../types/marketing";
import type { DemoReservation } from "../types/stock";

/** Units that orders have drawn from the quota; an ADMITTED ticket has not drawn yet. */
const drawn = (tickets: readonly DemoFlashTicket[]): number =>
  sum(
    tickets
      .filter((ticket) => ticket.status === "ORDERED" || ticket.status === "PAID")
      .map((ticket) => ticket.quantity),
  );

/** One row per flash sale item with the part of its quota that no order holds; released when the sale has ended. */
export function reserveForFlashSales(
  sales: readonly FlashOffer[],
  tickets: readonly DemoFlashTicket[],
  newId: IdMaker,
): DemoReservation[] {
  const ticketsByItem = groupBy(tickets, (ticket) => ticket.itemId);
  return sales.flatMap((sale) => {
    const hasEnded = sale.phase === "ENDED";
    return sale.items.map((item): DemoReservation => ({
      id: newId(sale.createdAt),
      kind: "FLASH_SALE",
      referenceId: item.id,
      skuId: item.skuId,
      quantity: item.quota - drawn(ticketsByItem.get(item.id) ?? []),
      restockedQuantity: 0,
      status: hasEnded ? "RELEASED" : "RESERVED",
      createdAt: sale.createdAt,
      expiresAt: sale.endsAt,
      settledAt: hasEnded ? after(sale.endsAt, SECOND_MS) : null,
    }));
  });
}
