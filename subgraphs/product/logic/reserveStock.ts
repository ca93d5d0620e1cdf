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

/** Units that were free when they were looked at have gone meanwhile. Ends the transaction; never leaves this file. */
class Overtaken extends Error {}

/**
 * Holds the units of an order, all or nothing, in one transaction. A repeat answers what the first call did, shortages
 * included. Throws a Refusal INVALID_STATE when the order's reservation has been released already.
 * Four statements, however many lines: offers, counters, reservations, barrier.
 */
export async function reserveStock(
  context: ProductContext,
  request: ReservationRequest,
): Promise<ReservationOutcome> {
  const reserve = (basket: Basket): Promise<readonly SkuOffer[]> =>
    runForward(context.database, reservationStep(request.orderId), (transaction) =>
      reserveAll(transaction, request, basket),
    );
  const wanted = sumLines(request.lines);
  try {
    const offers = await reserve({ wanted, isLocked: false }).catch((error: unknown) => {
      if (error instanceof Overtaken) return reserve({ wanted, isLocked: true });
      throw error;
    });
    return { offers, shortages: [] };
  } catch (error) {
    const shortages = shortagesIn(error);
    if (shortages === null) throw error;
    return { offers: [], shortages };
  }
}

interface Basket {
  /** One line a SKU, ascending by SKU. */
  readonly wanted: readonly SkuQuantity[];
  /** Whether nobody else may change the counters from the first look on. */
  readonly isLocked: boolean;
}

async function reserveAll(
  transaction: Transaction,
  request: ReservationRequest,
  { wanted, isLocked }: Basket,
): Promise<readonly SkuOffer[]> {
  const ids = wanted.map((line) => line.skuId);
  if (isLocked) await lockStock(transaction, ids);
  const offers = new Map(
    (await readOffers(transaction, ids)).map((row) => [row.skuId, offerOf(row)]),
  );
  // Without a lock most refusals are decided here, but what passes may still lose the race for the last units: then all
  // is given up and begun anew with locks, in ascending order like everybody's.
  refuseShortages(wanted, offers);
  if (!(await reserveUnits(transaction, wanted))) throw new Overtaken("Stock has changed.");
  await insertOrderReservations(transaction, { ...request, lines: wanted }, clock.now());
  return wanted.flatMap((line) => offers.get(line.skuId) ?? []);
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
