import { refuse } from "@micro-shop/common/errors";
import type { UserContext } from "../context";
import { findUser, updateUser, type ProfileChanges } from "../model/users";
import type { UserRow } from "../model/userRow";
import { dayOf } from "../types/isPastDay";
import type { UpdateProfileInput } from "../types/profile.input";
import { signedInUser } from "@micro-shop/common/graphql/guards";

/** Changes the caller's profile. Absent fields stay, null clears. Refusal: INVALID_INPUT for a cleared name. */
export async function updateProfile(
  context: UserContext,
  input: UpdateProfileInput,
): Promise<UserRow> {
  const { id } = signedInUser(context);
  const { drizzle } = context.database;
  await updateUser(drizzle, id, changesOf(input));
  const user = await findUser(drizzle, id);
  return user ?? refuse("NOT_FOUND", "Your account no longer exists.");
}

function changesOf({ name, avatarUrl, gender, birthday }: UpdateProfileInput): ProfileChanges {
  if (name === null)
    refuse("INVALID_INPUT", "The name cannot be cleared.", { path: ["input", "name"] });
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    ...(gender === undefined ? {} : { gender }),
    ...(birthday === undefined
      ? {}
      : { birthday: birthday instanceof Date ? dayOf(birthday) : birthday }),
  };
}
