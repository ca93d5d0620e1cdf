import { clock } from "@micro-shop/common/clock";
import type { Database, Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import {
  findSandboxCharge,
  insertSandboxCharge,
  lockSandboxCharge,
  settleSandboxCharge,
  type SandboxChargeRow,
} from "../../../model/sandbox/charges";
import { behaviourOf } from "../methodToken";
import type { ChargeOrder } from "../sandboxApi";
import { SandboxRefusal } from "../sandboxRefusal";

/** Makes a charge, or answers the one with this key. Throws a SandboxRefusal: UNKNOWN_TOKEN, KEY_REUSED. */
export async function makeCharge(
  { drizzle }: Database,
  order: ChargeOrder,
): Promise<SandboxChargeRow> {
  const wanted = newCharge(order);
  await insertSandboxCharge(drizzle, wanted);
  const charge = await findSandboxCharge(drizzle, order.key);
  if (!charge) throw new Error("The sandbox has lost a charge.");
  const terms = ["channel", "amountMinor", "currency", "methodToken", "capture"] as const;
  if (terms.some((term) => charge[term] !== wanted[term])) throw new SandboxRefusal("KEY_REUSED");
  return charge;
}

/**
 * Takes what was set aside, or a part of it, and lets the rest go. A repeat answers the same. Throws a SandboxRefusal:
 * NOT_FOUND, NOT_AUTHORIZED, EXCEEDS_AUTHORIZED, ALREADY_CAPTURED (another amount).
 */
export function captureCharge(
  database: Database,
  key: string,
  amountMinor: number,
): Promise<SandboxChargeRow> {
  return change(database, key, async (transaction, charge) => {
    if (charge.status === "CAPTURED") {
      if (charge.capturedMinor !== amountMinor) throw new SandboxRefusal("ALREADY_CAPTURED");
      return charge;
    }
    if (charge.status !== "AUTHORIZED") throw new SandboxRefusal("NOT_AUTHORIZED");
    if (amountMinor > charge.amountMinor) throw new SandboxRefusal("EXCEEDS_AUTHORIZED");
    const captured = { status: "CAPTURED", capturedMinor: amountMinor } as const;
    return settleSandboxCharge(transaction, charge, captured);
  });
}

/** Lets go what was set aside. A repeat answers the same. Throws a SandboxRefusal: NOT_FOUND, ALREADY_CAPTURED, NOT_AUTHORIZED. */
export function voidCharge(database: Database, key: string): Promise<SandboxChargeRow> {
  return change(database, key, async (transaction, charge) => {
    if (charge.status === "VOIDED") return charge;
    if (charge.status === "CAPTURED") throw new SandboxRefusal("ALREADY_CAPTURED");
    if (charge.status !== "AUTHORIZED") throw new SandboxRefusal("NOT_AUTHORIZED");
    return settleSandboxCharge(transaction, charge, { status: "VOIDED" });
  });
}

/** What approval makes of a charge. */
export function approval({
  capture,
  amountMinor,
}: Pick<SandboxChargeRow, "capture" | "amountMinor">): Pick<
  SandboxChargeRow,
  "status" | "capturedMinor"
> {
  return capture === "AUTOMATIC"
    ? { status: "CAPTURED", capturedMinor: amountMinor }
    : { status: "AUTHORIZED", capturedMinor: 0 };
}

function newCharge({ key, amount, ...order }: ChargeOrder): SandboxChargeRow {
  const now = clock.now();
  const { channel, capture, methodToken } = order;
  const pending: SandboxChargeRow = {
    reference: `sandbox_${newId()}`,
    channel,
    chargeKey: key,
    ...amount,
    methodToken,
    capture,
    status: "PENDING",
    capturedMinor: 0,
    declineCode: null,
    createdAt: now,
    resultAt: null,
  };
  if (channel === "WALLET") return { ...pending, resultAt: order.expiresAt };
  const behaviour = behaviourOf(methodToken);
  switch (behaviour?.kind) {
    case undefined:
      throw new SandboxRefusal("UNKNOWN_TOKEN");
    case "NEVER":
      return pending;
    case "SLOW":
      return { ...pending, resultAt: new Date(now.getTime() + behaviour.delayMs) };
    case "DECLINE":
      return { ...pending, status: "DECLINED", declineCode: "CARD_DECLINED" };
    case "APPROVE":
    case "UNKNOWN":
    case "REFUND_FAILS":
      return { ...pending, ...approval(pending) };
  }
}

function change(
  database: Database,
  key: string,
  work: (transaction: Transaction, charge: SandboxChargeRow) => Promise<SandboxChargeRow>,
): Promise<SandboxChargeRow> {
  return inTransaction(database, async (transaction) => {
    const charge = await lockSandboxCharge(transaction, key);
    if (!charge) throw new SandboxRefusal("NOT_FOUND");
    return work(transaction, charge);
  });
}
