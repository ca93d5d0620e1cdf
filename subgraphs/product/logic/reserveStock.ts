import { clock } from "@micro-shop/common/clock";
import type { Transaction } from "@micro-shop/common/database/pool";
import { Refusal } from "@micro-shop/common/errors";
import { runForward } from "@micro-shop/common/messaging/barrier";
import type { ProductContext } from "../context";
import { insertOrderReservations } from "../model/reservations";
import { readOffers } from "../model/skus";
import { lockStock, reserveUnits, type SkuQuantity } from "../model/stock";
import { reservationStep } from "./reservationStep";
import { offerOf, type SkuOffer } from "./skuOffers";
import { sumLines } from "./sumLines";

export interface ReservationRequest {
  readonly orderId: string;
  readonly expiresAt: Date;
  /** Quantities ≥ 1; lines of one SKU are summed. */
  readonly lines: readonly SkuQuantity[];
}

/** A SKU of which less is free than was asked for. */
export interface StockShortage {
  readonly skuId: string;
  /** Units free to sell; 0 when there is no such SKU. */
  readonly available: number;
  readonly onSale: boolean;
}

/** All is reserved and `offers` are the prices of that moment, or nothing is and `shortages` say why. */
export interface ReservationOutcome {
  readonly offers: readonly SkuOffer[];
  readonly shortages: readonly StockShortage[];
}

/**
 * Holds the units of an order, all or nothing, in one transaction. A repeat answers what the first call did, shortages
 * included. Throws a Refusal INVALID_STATE when the order's reservation has been released already.
 */
export async function reserveStock(
  context: ProductContext,
  request: ReservationRequest,
): Promise<ReservationOutcome> {
  const wanted = sumLines(request.lines);
  try {
    const offers = await runForward(
      context.database,
      reservationStep(request.orderId),
      (transaction) => reserveAll(transaction, request, wanted),
    );
    return { offers, shortages: [] };
  } catch (error) {
    const shortages = shortagesIn(error);
    if (shortages === null) throw error;
    return { offers: [], shortages };
  }
}

async function reserveAll(
  transaction: Transaction,
  request: ReservationRequest,
  wanted: readonly SkuQuantity[],
): Promise<readonly SkuOffer[]> {
  const ids = wanted.map((line) => line.skuId);
  const offers = new Map(
    (await readOffers(transaction, ids)).map((row) => [row.skuId, offerOf(row)]),
  );
  // Most refusals are decided here, without a lock. What passes may still lose the race for the last units below.
  refuseShortages(wanted, offers);
  for (const line of wanted) {
    if (await reserveUnits(transaction, line)) continue;
    refuseShortages(wanted, await lockedOffers(transaction, { offers, wanted, firstShort: line }));
    // Units came free between the failed update and the lock; now they cannot leave any more.
    if (!(await reserveUnits(transaction, line))) throw new Error("Locked stock has changed.");
  }
  await insertOrderReservations(transaction, { ...request, lines: wanted }, clock.now());
  return wanted.flatMap((line) => offers.get(line.skuId) ?? []);
}

/** The offers with counters that nobody else can change now: of the SKU that was short and all that come after it. */
async function lockedOffers(
  transaction: Transaction,
  basket: {
    readonly offers: ReadonlyMap<string, SkuOffer>;
    readonly wanted: readonly SkuQuantity[];
    readonly firstShort: SkuQuantity;
  },
): Promise<ReadonlyMap<string, SkuOffer>> {
  const ids = basket.wanted.map((line) => line.skuId);
  const rows = await lockStock(transaction, ids.slice(ids.indexOf(basket.firstShort.skuId)));
  const offers = new Map(basket.offers);
  for (const { skuId, onHand, reserved } of rows) {
    const offer = offers.get(skuId);
    if (offer) offers.set(skuId, { ...offer, available: onHand - reserved });
  }
  return offers;
}

/** Ends the transaction with all shortages of the basket, if it has any. */
function refuseShortages(
  wanted: readonly SkuQuantity[],
  offers: ReadonlyMap<string, SkuOffer>,
): void {
  const shortages = wanted.flatMap(({ skuId, quantity }): StockShortage[] => {
    const offer = offers.get(skuId);
    const { available, onSale } = offer ?? { available: 0, onSale: false };
    return onSale && available >= quantity ? [] : [{ skuId, available, onSale }];
  });
  if (shortages.length === 0) return;
  throw new Refusal("INSUFFICIENT_STOCK", "Less is available than was asked for.", {
    data: { shortages },
  });
}

function shortagesIn(error: unknown): readonly StockShortage[] | null {
  if (!(error instanceof Refusal) || error.code !== "INSUFFICIENT_STOCK") return null;
  return error.data["shortages"] as readonly StockShortage[];
}
