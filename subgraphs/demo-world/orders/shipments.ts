import type { IdMaker } from "../core/ids";
import type { DemoRandom } from "../core/random";
import type { DemoOrderEvent, DemoOrderLine, DemoShipment } from "../types/orders";
import { reachedAt } from "./timeline";

const carriers = ["Blue Heron Parcel", "Metro Courier", "Northline Freight"] as const;

const trackingNumber = (random: DemoRandom): string =>
  `MS${String(random.integer(0, 999_999_999)).padStart(9, "0")}US`;

/** One parcel with everything, or two with the first line ahead of the rest; none before dispatch. */
export function createShipments(
  lines: readonly DemoOrderLine[],
  events: readonly DemoOrderEvent[],
  random: DemoRandom,
  newId: IdMaker,
): DemoShipment[] {
  const deliveredAt = reachedAt(events, "DELIVERED");
  const partialAt = reachedAt(events, "PARTIALLY_SHIPPED");
  const shippedAt = reachedAt(events, "SHIPPED");
  const parcel = (at: Date, content: readonly DemoOrderLine[]): DemoShipment => ({
    id: newId(at),
    status: deliveredAt ? "DELIVERED" : "SHIPPED",
    carrier: random.pick(carriers),
    trackingNumber: trackingNumber(random),
    lines: content.map((line) => ({
      id: newId(at),
      orderLineId: line.id,
      quantity: line.quantity,
    })),
    shippedAt: at,
    deliveredAt,
  });

  const parcels: DemoShipment[] = [];
  if (partialAt) parcels.push(parcel(partialAt, lines.slice(0, 1)));
  if (shippedAt) parcels.push(parcel(shippedAt, partialAt ? lines.slice(1) : lines));
  return parcels;
}
