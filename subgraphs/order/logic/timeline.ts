import type { OrderContext } from "../context";
import type { CancellationRow } from "../model/cancellationRequests";
import type { OrderEventRow } from "../model/orderEvents";
import type { OrderNoteRow } from "../model/orderNotes";
import type { ShipmentRow } from "../model/shipments";
import { priceChangeEntries, refundEntry, returnEntries } from "./moneyTimeline";
import type { TimelineEntry } from "./timelineEntry";

/** All that happened with an order, oldest first; of what happened at one moment the status comes first. */
export async function orderTimeline(
  { loaders }: Pick<OrderContext, "loaders">,
  { id, buyerId }: { readonly id: string; readonly buyerId: string | null },
): Promise<readonly TimelineEntry[]> {
  const [events, notes, cancellations, parcels, prices, returns, refunds] = await Promise.all([
    loaders.eventsOfOrder.load(id),
    loaders.notesOfOrder.load(id),
    loaders.cancellationsOfOrder.load(id),
    loaders.shipmentsOfOrder.load(id),
    loaders.priceChangesOfOrder.load(id),
    loaders.returnsOfOrder.load(id),
    loaders.refundOutcomesOfOrder.load(id),
  ]);
  const entries = [
    ...events.map(statusEntry),
    ...notes.map(noteEntry),
    ...cancellations.flatMap((cancellation) => cancellationEntries(cancellation, buyerId)),
    ...parcelEntries(parcels, events, buyerId),
    ...prices.flatMap(priceChangeEntries),
    ...returns.flatMap((found) => returnEntries(found, buyerId)),
    ...refunds.map(refundEntry),
  ];
  return entries.toSorted((left, right) => left.at.getTime() - right.at.getTime());
}

/** What most entries have not. */
const plain = { status: null, amount: null } as const;

function statusEntry({ at, status, actor, note }: OrderEventRow): TimelineEntry {
  return { at, kind: "STATUS", actor, actorId: null, status, text: note, amount: null };
}

function noteEntry({ at, authorId, text }: OrderNoteRow): TimelineEntry {
  return { ...plain, at, kind: "NOTE", actor: "STAFF", actorId: authorId, text };
}

function cancellationEntries(
  { requestedBy, requestedAt, resolvedAt, resolvedBy, status, reason, note }: CancellationRow,
  buyerId: string | null,
): TimelineEntry[] {
  const wish: TimelineEntry = {
    ...plain,
    at: requestedAt,
    kind: "CANCELLATION_REQUESTED",
    actor: requestedBy === buyerId ? "CUSTOMER" : "STAFF",
    actorId: requestedBy,
    text: reason,
  };
  if (status === "REQUESTED" || resolvedAt === null) return [wish];
  const decision = { at: resolvedAt, actorId: resolvedBy, text: note };
  return [wish, { ...plain, ...decision, kind: `CANCELLATION_${status}`, actor: "STAFF" }];
}

/** @param events of the order: with the last parcel the order itself was delivered, and says by whom. */
function parcelEntries(
  parcels: readonly ShipmentRow[],
  events: readonly OrderEventRow[],
  buyerId: string | null,
): TimelineEntry[] {
  const last = Math.max(...parcels.map(({ deliveredAt }) => deliveredAt?.getTime() ?? 0));
  const teller = events.find(({ status }) => status === "DELIVERED")?.actor ?? "STAFF";
  return parcels.flatMap(({ shippedAt, deliveredAt, trackingNumber: text }): TimelineEntry[] => {
    const staff = { ...plain, actor: "STAFF", actorId: null, text } as const;
    const shipped: TimelineEntry = { ...staff, at: shippedAt, kind: "PARCEL_SHIPPED" };
    if (deliveredAt === null) return [shipped];
    const actor = deliveredAt.getTime() === last ? teller : "STAFF";
    const by = { actor, actorId: actor === "CUSTOMER" ? buyerId : null };
    return [shipped, { ...staff, ...by, at: deliveredAt, kind: "PARCEL_DELIVERED" }];
  });
}
