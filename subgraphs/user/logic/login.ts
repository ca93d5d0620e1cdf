import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import type { UserContext } from "../context";
import { findCredentials, findRoles, findUser } from "../model/users";
import type { LoginInput } from "../types/session.input";
import { normalizeLogin } from "./normalizeLogin";
import { openSession, startSession, type OpenedSession } from "./openSession";
import { verifyPassword } from "./passwords";
import { countAttempt, noteSuccess } from "./throttle";

/**
 * Signs in. Refusals: BAD_CREDENTIALS (the same for an unknown login, a wrong password and a disabled account,
 * after the same time), TOO_MANY_ATTEMPTS after 10 failures of a login or 100 of an address in 15 minutes.
 */
export async function login(context: UserContext, input: LoginInput): Promise<OpenedSession> {
  const { column, value } = normalizeLogin(input.login);
  const subject = { login: value, address: context.caller.clientAddress };
  await countAttempt(context, subject);
  const { drizzle } = context.database;
  const credentials = await findCredentials(drizzle, column, value);
  const matches = await verifyPassword(credentials?.passwordHash ?? null, input.password);
  if (!credentials || !matches || credentials.status !== "ACTIVE") {
    return refuse("BAD_CREDENTIALS", "Login and password do not match an active account.");
  }
  const tokens = await inTransaction(context.database, (transaction) =>
    startSession(transaction, credentials.id),
  );
  await noteSuccess(context, subject);
  const user = await findUser(drizzle, credentials.id);
  if (!user) throw new Error("A user vanished while signing in.");
  const roles = await findRoles(drizzle, [user.id]);
  return openSession(
    context,
    tokens,
    user,
    roles.map(({ role }) => role),
  );
}
