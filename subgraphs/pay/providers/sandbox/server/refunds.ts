import { clock } from "@micro-shop/common/clock";
import type { Database } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import { lockSandboxCharge, type SandboxChargeRow } from "../../../model/sandbox/charges";
import {
  findSandboxRefund,
  insertSandboxRefund,
  sumSandboxRefunds,
  type SandboxRefundRow,
} from "../../../model/sandbox/refunds";
import { behaviourOf } from "../methodToken";
import type { RefundOrder } from "../sandboxApi";
import { SandboxRefusal } from "../sandboxRefusal";

/**
 * Makes a refund, or answers the one with this key; with the charge it is of. Throws a SandboxRefusal: NOT_FOUND,
 * NOT_CAPTURED, EXCEEDS_CAPTURED (counted under the charge's lock), KEY_REUSED.
 */
export function makeRefund(
  database: Database,
  order: RefundOrder,
): Promise<{ readonly refund: SandboxRefundRow; readonly charge: SandboxChargeRow }> {
  const { key, chargeKey, amount } = order;
  return inTransaction(database, async (transaction) => {
    const charge = await lockSandboxCharge(transaction, chargeKey);
    if (charge?.currency !== amount.currency) throw new SandboxRefusal("NOT_FOUND");
    const known = await findSandboxRefund(transaction, key);
    if (known) {
      const isSame =
        known.chargeReference === charge.reference && known.amountMinor === amount.amountMinor;
      if (!isSame) throw new SandboxRefusal("KEY_REUSED");
      return { refund: known, charge };
    }
    if (charge.status !== "CAPTURED") throw new SandboxRefusal("NOT_CAPTURED");
    const before = await sumSandboxRefunds(transaction, charge.reference);
    if (before + amount.amountMinor > charge.capturedMinor) {
      throw new SandboxRefusal("EXCEEDS_CAPTURED");
    }
    const refund = newRefund(order, charge);
    await insertSandboxRefund(transaction, refund);
    return { refund, charge };
  });
}

function newRefund(
  { key, amount }: RefundOrder,
  { reference, channel, methodToken }: SandboxChargeRow,
): SandboxRefundRow {
  const now = clock.now();
  const succeeded: SandboxRefundRow = {
    reference: `sandbox_refund_${newId()}`,
    channel,
    refundKey: key,
    chargeReference: reference,
    ...amount,
    status: "SUCCEEDED",
    failureCode: null,
    createdAt: now,
    resultAt: null,
  };
  const behaviour = channel === "CARD" ? behaviourOf(methodToken) : null;
  if (behaviour?.kind === "SLOW") {
    const resultAt = new Date(now.getTime() + behaviour.delayMs);
    return { ...succeeded, status: "PENDING", resultAt };
  }
  if (behaviour?.kind === "REFUND_FAILS") {
    return { ...succeeded, status: "FAILED", failureCode: "REFUND_DECLINED" };
  }
  return succeeded;
}
