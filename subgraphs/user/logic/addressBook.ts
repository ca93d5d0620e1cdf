import { clock } from "@micro-shop/common/clock";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import type { UserContext } from "../context";
import {
  clearDefault,
  countAddresses,
  deleteOwnAddress,
  findOwnAddress,
  insertAddress,
  updateAddressRow,
  type AddressChanges,
  type AddressRow,
} from "../model/addresses";
import { lockUser } from "../model/users";
import type {
  AddAddressInput,
  DeleteAddressInput,
  UpdateAddressInput,
} from "../types/address.input";
import { signedInUser } from "@micro-shop/common/graphql/guards";

/** More is nobody's address book. */
export const MAX_ADDRESSES = 50;

const REQUIRED = ["recipient", "phone", "country", "city", "line1"] as const;
const OPTIONAL = ["region", "line2", "postalCode"] as const;

/** Adds an address; the first one becomes the default. Refusal: LIMIT_REACHED at 50. */
export async function addAddress(
  context: UserContext,
  input: AddAddressInput,
): Promise<AddressRow> {
  const userId = signedInUser(context).id;
  return inTransaction(context.database, async (transaction) => {
    await lockUser(transaction, userId);
    const total = await countAddresses(transaction, userId);
    if (total >= MAX_ADDRESSES) refuse("LIMIT_REACHED", `At most ${MAX_ADDRESSES} addresses.`);
    const isDefault = total === 0 || input.isDefault === true;
    if (isDefault) await clearDefault(transaction, userId);
    const address: AddressRow = {
      id: newId(),
      userId,
      recipient: input.recipient.trim(),
      phone: input.phone.trim(),
      country: input.country,
      region: input.region?.trim() ?? null,
      city: input.city.trim(),
      line1: input.line1.trim(),
      line2: input.line2?.trim() ?? null,
      postalCode: input.postalCode?.trim() ?? null,
      isDefault,
      createdAt: clock.now(),
    };
    await insertAddress(transaction, address);
    return address;
  });
}

/** Changes an address of the caller. Refusals: NOT_FOUND (also for somebody else's), INVALID_INPUT. */
export async function updateAddress(
  context: UserContext,
  input: UpdateAddressInput,
): Promise<AddressRow> {
  const userId = signedInUser(context).id;
  const changes = changesOf(input);
  return inTransaction(context.database, async (transaction) => {
    await lockUser(transaction, userId);
    const address = await findOwnAddress(transaction, userId, input.addressId);
    if (!address) return notFound();
    if (changes.isDefault === true) await clearDefault(transaction, userId);
    await updateAddressRow(transaction, address.id, changes);
    const changed = await findOwnAddress(transaction, userId, address.id);
    return changed ?? notFound();
  });
}

/** Deletes an address of the caller and answers its id. Refusal: NOT_FOUND (also for somebody else's). */
export async function deleteAddress(
  context: UserContext,
  input: DeleteAddressInput,
): Promise<string> {
  const userId = signedInUser(context).id;
  const isDeleted = await deleteOwnAddress(context.database.drizzle, userId, input.addressId);
  return isDeleted ? input.addressId : notFound();
}

/** The address of a user, for an order's snapshot; null when it is not theirs. */
export function addressSnapshot(
  context: UserContext,
  userId: string,
  addressId: string,
): Promise<AddressRow | null> {
  return findOwnAddress(context.database.drizzle, userId, addressId);
}

function changesOf(input: UpdateAddressInput): AddressChanges {
  const changes: AddressChanges = {};
  for (const field of REQUIRED) {
    const value = input[field];
    if (value === null)
      refuse("INVALID_INPUT", `${field} cannot be cleared.`, { path: ["input", field] });
    if (value !== undefined) changes[field] = value.trim();
  }
  for (const field of OPTIONAL) {
    const value = input[field];
    if (value !== undefined) changes[field] = value?.trim() ?? null;
  }
  if (input.isDefault != null) changes.isDefault = input.isDefault;
  return changes;
}

function notFound(): never {
  return refuse("NOT_FOUND", "You have no such address.", { path: ["input", "addressId"] });
}
