import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import {
  findSandboxChargeByReference,
  lockSandboxCharge,
  type SandboxChargeRow,
} from "../../../model/sandbox/charges";
import { approval } from "./charges";
import { expiry, settleWithNotice } from "./settleDue";

/** The charge that is confirmed on this page; null when there is none. */
export async function findPage(
  { drizzle }: Database,
  reference: string,
): Promise<SandboxChargeRow | null> {
  const charge = await findSandboxChargeByReference(drizzle, reference);
  return charge?.channel === "WALLET" ? charge : null;
}

/** What the buyer wants, once: a page that was decided on, or is over, stays as it is. Answers the charge after it. */
export async function decideOnPage(
  database: Database,
  reference: string,
  decision: "confirm" | "cancel",
): Promise<SandboxChargeRow | null> {
  const found = await findPage(database, reference);
  if (!found) return null;
  return inTransaction(database, async (transaction) => {
    const charge = await lockSandboxCharge(transaction, found.chargeKey);
    if (charge?.status !== "PENDING") return charge;
    const isOver = charge.resultAt !== null && charge.resultAt <= clock.now();
    if (isOver) return settleWithNotice(transaction, charge, expiry);
    return settleWithNotice(
      transaction,
      charge,
      decision === "confirm"
        ? approval(charge)
        : { status: "DECLINED", declineCode: "CANCELLED_BY_BUYER" },
    );
  });
}
