import { clock } from "@micro-shop/common/clock";
import type { Database, Transaction } from "@micro-shop/common/database/pool";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { newId } from "@micro-shop/common/ids";
import {
  lockDueCharges,
  settleSandboxCharge,
  type SandboxChargeRow,
} from "../../../model/sandbox/charges";
import { insertSandboxNotice } from "../../../model/sandbox/notices";
import { lockDueRefunds, succeedSandboxRefund } from "../../../model/sandbox/refunds";
import { writeNotice, type NoticeContent } from "../notice";
import { approval } from "./charges";
import { toWireCharge, toWireRefund } from "./toWire";

const BATCH_SIZE = 50;

/** What becomes of a page on which nobody decided. */
export const expiry = { status: "DECLINED", declineCode: "EXPIRED" } as const;

/** Lets the results come that are due, each with a notice in the same transaction. */
export async function settleDue(database: Database): Promise<void> {
  await inTransaction(database, async (transaction) => {
    for (const charge of await lockDueCharges(transaction, clock.now(), BATCH_SIZE)) {
      await settleWithNotice(
        transaction,
        charge,
        charge.channel === "WALLET" ? expiry : approval(charge),
      );
    }
  });
  await inTransaction(database, async (transaction) => {
    for (const refund of await lockDueRefunds(transaction, clock.now(), BATCH_SIZE)) {
      const succeeded = await succeedSandboxRefund(transaction, refund);
      await addNotice(transaction, refund.channel, {
        type: "refund",
        refund: toWireRefund(succeeded),
      });
    }
  });
}

/** Gives a pending charge, whose row is locked, its result, and the merchant notice of it. Answers the charge after it. */
export async function settleWithNotice(
  transaction: Transaction,
  charge: SandboxChargeRow,
  change: Partial<Pick<SandboxChargeRow, "status" | "capturedMinor" | "declineCode">>,
): Promise<SandboxChargeRow> {
  const settled = await settleSandboxCharge(transaction, charge, change);
  // It has a result, and so no page any more.
  const wire = toWireCharge(settled, "");
  await addNotice(transaction, charge.channel, { type: "charge", charge: wire });
  return settled;
}

async function addNotice(
  transaction: Transaction,
  channel: SandboxChargeRow["channel"],
  content: NoticeContent,
): Promise<void> {
  const id = `event_${newId()}`;
  await insertSandboxNotice(transaction, {
    id,
    channel,
    body: writeNotice(id, channel, content),
    createdAt: clock.now(),
  });
}
