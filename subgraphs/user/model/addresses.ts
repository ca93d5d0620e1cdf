import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  inArray,
  type InferInsertModel,
  type InferSelectModel,
} from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import { readStatement, slot } from "@micro-shop/common/database/statement";
import { addresses } from "./tables";

export type AddressRow = Omit<InferSelectModel<typeof addresses>, "defaultOf">;
export type NewAddress = InferInsertModel<typeof addresses>;
export type AddressChanges = Partial<
  Pick<
    NewAddress,
    | "recipient"
    | "phone"
    | "country"
    | "region"
    | "city"
    | "line1"
    | "line2"
    | "postalCode"
    | "isDefault"
  >
>;

/** Addresses of several users, each user's default first, then the oldest. */
export async function findAddresses(
  executor: DatabaseExecutor,
  userIds: readonly string[],
): Promise<readonly AddressRow[]> {
  return executor
    .select()
    .from(addresses)
    .where(inArray(addresses.userId, padInList(userIds)))
    .orderBy(desc(addresses.isDefault), asc(addresses.createdAt), asc(addresses.id));
}

/** The addresses with these ids, whoever owns them: the caller checks. */
export async function findAddressesById(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly AddressRow[]> {
  return executor
    .select()
    .from(addresses)
    .where(inArray(addresses.id, padInList(ids)));
}

const readOwn = readStatement<{ addressId: string; userId: string }, AddressRow>(
  getTableColumns(addresses),
  (builder) =>
    builder
      .select()
      .from(addresses)
      .where(
        and(
          eq(addresses.id, slot(addresses.id, "addressId")),
          eq(addresses.userId, slot(addresses.userId, "userId")),
        ),
      ),
);

/** The address if it is this user's. */
export async function findOwnAddress(
  executor: DatabaseExecutor,
  userId: string,
  addressId: string,
): Promise<AddressRow | null> {
  const [row] = await readOwn(executor, { addressId, userId });
  return row ?? null;
}

export async function countAddresses(executor: DatabaseExecutor, userId: string): Promise<number> {
  const [row] = await executor
    .select({ total: count() })
    .from(addresses)
    .where(eq(addresses.userId, userId));
  return row?.total ?? 0;
}

export async function clearDefault(transaction: Transaction, userId: string): Promise<void> {
  await transaction
    .update(addresses)
    .set({ isDefault: false })
    .where(and(eq(addresses.userId, userId), eq(addresses.isDefault, true)));
}

export async function insertAddress(
  executor: DatabaseExecutor,
  address: NewAddress,
): Promise<void> {
  await executor.insert(addresses).values(address);
}

export async function updateAddressRow(
  executor: DatabaseExecutor,
  id: string,
  changes: AddressChanges,
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await executor.update(addresses).set(changes).where(eq(addresses.id, id));
}

/** Whether there was such an address of this user. */
export async function deleteOwnAddress(
  executor: DatabaseExecutor,
  userId: string,
  addressId: string,
): Promise<boolean> {
  const [result] = await executor
    .delete(addresses)
    .where(and(eq(addresses.id, addressId), eq(addresses.userId, userId)));
  return result.affectedRows === 1;
}
