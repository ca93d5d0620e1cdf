import { groupBy } from "../core/groups";
import { createIds } from "../core/ids";
import { sum } from "../core/money";
import { createRandom } from "../core/random";
import { HOUR_MS, before, inTenYears } from "../core/time";
import type { People } from "../people/people";
import type { DemoFlashSale, DemoFlashTicket } from "../types/marketing";
import type { FlashOffer } from "./flashOffers";

/** A ticket that its holder, the second demo customer, has not ordered with yet. */
export function createOpenTicket(
  now: Date,
  seed: number,
  people: People,
  sales: readonly FlashOffer[],
): DemoFlashTicket {
  const item = sales.find((sale) => sale.phase === "RUNNING")?.items[0];
  const holder = people.buyers[1];
  if (!item || !holder)
    throw new Error("The demo has no running flash sale or no second customer.");
  const createdAt = before(now, HOUR_MS);
  return {
    id: createIds(createRandom(seed, "open ticket"))(createdAt),
    itemId: item.id,
    userId: holder.id,
    quantity: 1,
    idempotencyKey: "demo-ticket-open",
    status: "ADMITTED",
    orderId: null,
    createdAt,
    expiresAt: inTenYears(now),
  };
}

/** The flash sales with what was sold of each item. */
export function countSold(
  sales: readonly FlashOffer[],
  tickets: readonly DemoFlashTicket[],
): DemoFlashSale[] {
  const held = tickets.filter((ticket) => ticket.status !== "RETURNED");
  const byItem = groupBy(held, (ticket) => ticket.itemId);
  return sales.map(({ id, name, startsAt, endsAt, createdAt, items }) => ({
    id,
    name,
    startsAt,
    endsAt,
    createdAt,
    items: items.map((item) => ({
      ...item,
      sold: sum((byItem.get(item.id) ?? []).map((ticket) => ticket.quantity)),
    })),
  }));
}
