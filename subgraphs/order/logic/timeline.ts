import type { OrderContext } from "../context";
import type { CancellationRow } from "../model/cancellationRequests";
import type { OrderEventRow } from "../model/orderEvents";
import type { OrderNoteRow } from "../model/orderNotes";
import type { OrderActor, OrderStatus } from "../model/orderStatus";
import type { ShipmentRow } from "../model/shipments";

export interface TimelineEntry {
  readonly at: Date;
  readonly kind:
    | "STATUS"
    | "NOTE"
    | `CANCELLATION_${"REQUESTED" | "APPROVED" | "REJECTED"}`
    | `PARCEL_${"SHIPPED" | "DELIVERED"}`;
  readonly actor: OrderActor;
  readonly actorId: string | null;
  readonly status: OrderStatus | null;
  readonly text: string | null;
}

/** All that happened with an order, oldest first; of what happened at one moment the status comes first. */
export async function orderTimeline(
  { loaders }: Pick<OrderContext, "loaders">,
  { id, buyerId }: { readonly id: string; readonly buyerId: string | null },
): Promise<readonly TimelineEntry[]> {
  const [events, notes, cancellations, parcels] = await Promise.all([
    loaders.eventsOfOrder.load(id),
    loaders.notesOfOrder.load(id),
    loaders.cancellationsOfOrder.load(id),
    loaders.shipmentsOfOrder.load(id),
  ]);
  const entries = [
    ...events.map(statusEntry),
    ...notes.map(noteEntry),
    ...cancellations.flatMap((cancellation) => cancellationEntries(cancellation, buyerId)),
    ...parcels.flatMap(parcelEntries),
  ];
  return entries.toSorted((left, right) => left.at.getTime() - right.at.getTime());
}

function statusEntry({ at, status, actor, note }: OrderEventRow): TimelineEntry {
  return { at, kind: "STATUS", actor, actorId: null, status, text: note };
}

function noteEntry({ at, authorId, text }: OrderNoteRow): TimelineEntry {
  return { at, kind: "NOTE", actor: "STAFF", actorId: authorId, status: null, text };
}

function cancellationEntries(
  { requestedBy, requestedAt, resolvedAt, resolvedBy, status, reason, note }: CancellationRow,
  buyerId: string | null,
): TimelineEntry[] {
  const wish: TimelineEntry = {
    at: requestedAt,
    kind: "CANCELLATION_REQUESTED",
    actor: requestedBy === buyerId ? "CUSTOMER" : "STAFF",
    actorId: requestedBy,
    status: null,
    text: reason,
  };
  if (status === "REQUESTED" || resolvedAt === null) return [wish];
  const decision = { at: resolvedAt, actorId: resolvedBy, text: note };
  return [wish, { ...decision, kind: `CANCELLATION_${status}`, actor: "STAFF", status: null }];
}

function parcelEntries({ shippedAt, deliveredAt, trackingNumber }: ShipmentRow): TimelineEntry[] {
  const staff = { actor: "STAFF", actorId: null, status: null, text: trackingNumber } as const;
  const shipped: TimelineEntry = { ...staff, at: shippedAt, kind: "PARCEL_SHIPPED" };
  return deliveredAt === null
    ? [shipped]
    : [shipped, { ...staff, at: deliveredAt, kind: "PARCEL_DELIVERED" }];
}
