import { eq, inArray } from "drizzle-orm";
import { padInList } from "@micro-shop/common/database/inList";
import type { DatabaseExecutor, Transaction } from "@micro-shop/common/database/pool";
import type { Role } from "../types/enums";
import { userRoles, users } from "./tables";
import type { NewUser, UserRow } from "./userRow";

/** All but the password's hash. */
const publicColumns = {
  id: users.id,
  email: users.email,
  phone: users.phone,
  name: users.name,
  avatarUrl: users.avatarUrl,
  gender: users.gender,
  birthday: users.birthday,
  status: users.status,
  createdAt: users.createdAt,
};

/** The users with these ids, in any order. */
export async function findUsers(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<readonly UserRow[]> {
  const rows = await executor
    .select(publicColumns)
    .from(users)
    .where(inArray(users.id, padInList(ids)));
  return rows as UserRow[];
}

export async function findUser(executor: DatabaseExecutor, id: string): Promise<UserRow | null> {
  const [user] = await findUsers(executor, [id]);
  return user ?? null;
}

export interface Credentials {
  readonly id: string;
  readonly passwordHash: string;
  readonly status: string;
}

/** What a sign-in checks. `column` tells whether the normalised login is an e-mail address or a phone number. */
export async function findCredentials(
  executor: DatabaseExecutor,
  column: "email" | "phone",
  login: string,
): Promise<Credentials | null> {
  const [row] = await executor
    .select({ id: users.id, passwordHash: users.passwordHash, status: users.status })
    .from(users)
    .where(eq(users[column], login));
  return row ?? null;
}

/** Throws a duplicate-key error when the e-mail address or phone number is taken. */
export async function insertUser(
  transaction: Transaction,
  user: NewUser,
  roles: readonly Role[],
): Promise<void> {
  await transaction.insert(users).values(user);
  await transaction.insert(userRoles).values(roles.map((role) => ({ userId: user.id, role })));
}

export type ProfileChanges = Partial<Pick<NewUser, "name" | "avatarUrl" | "gender" | "birthday">>;

export async function updateUser(
  executor: DatabaseExecutor,
  id: string,
  changes: ProfileChanges,
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await executor.update(users).set(changes).where(eq(users.id, id));
}

/** Roles of several users. */
export async function findRoles(
  executor: DatabaseExecutor,
  userIds: readonly string[],
): Promise<readonly { readonly userId: string; readonly role: Role }[]> {
  const rows = await executor
    .select()
    .from(userRoles)
    .where(inArray(userRoles.userId, padInList(userIds)))
    .orderBy(userRoles.userId, userRoles.role);
  return rows as { userId: string; role: Role }[];
}

/** Serialises changes to what one user owns (addresses, sessions), so that limits hold under parallel calls. */
export async function lockUser(transaction: Transaction, userId: string): Promise<void> {
  await transaction.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
}
