import {
  decodeCursor,
  encodeCursor,
  pageOf,
  type Page,
} from "@micro-shop/common/graphql/connection";
import { fault } from "@micro-shop/common/errors";
import { isId } from "@micro-shop/common/ids";
import type { PayContext } from "../context";
import { countPayments, listPayments, type PaymentFilter } from "../model/paymentList";
import type { PaymentRow } from "../model/payments";
import { countRepairWork, listRepairWork, type RepairWorkRow } from "../model/repairWork";
import type { PaymentsArgs } from "../types/paymentConnection.type";
import type { RepairWorkArgs } from "../types/repairWork.type";

/** Lists for staff: their scope stands in the SDL. Ids grow with time, so the highest is the newest. */

/** A page of payments, newest first. */
export async function findPaymentsForStaff(
  { database: { drizzle } }: PayContext,
  { first, after = null, filter }: PaymentsArgs,
): Promise<Page<PaymentRow>> {
  const wanted: PaymentFilter = {
    statuses: anyOf(filter?.status),
    providers: anyOf(filter?.provider),
    refundStatuses: anyOf(filter?.refundStatus),
    createdFrom: filter?.createdFrom ?? null,
    createdBefore: filter?.createdBefore ?? null,
  };
  const place = { beforeId: idIn(after), limit: first + 1 };
  return pageOf(await listPayments(drizzle, wanted, place), { first, after }, cursorOf, () =>
    countPayments(drizzle, wanted),
  );
}

/** A page of repair work, newest first. */
export async function findRepairWorkForStaff(
  { database: { drizzle } }: PayContext,
  { first, after = null, filter }: RepairWorkArgs,
): Promise<Page<RepairWorkRow>> {
  const wanted = { isOpen: filter?.isOpen ?? null };
  const place = { beforeId: idIn(after), limit: first + 1 };
  return pageOf(await listRepairWork(drizzle, wanted, place), { first, after }, cursorOf, () =>
    countRepairWork(drizzle, wanted),
  );
}

/** No values filter nothing. */
function anyOf<Value>(values: readonly Value[] | null | undefined): readonly Value[] | null {
  return values && values.length > 0 ? values : null;
}

function cursorOf({ id }: { readonly id: string }): string {
  return encodeCursor([id]);
}

function idIn(cursor: string | null): string | null {
  const [id = null] = decodeCursor(cursor, ["string"]) ?? [];
  if (id === null) return null;
  if (typeof id === "string" && isId(id)) return id;
  return fault("BAD_REQUEST", "The cursor in `after` is not one of ours.");
}
