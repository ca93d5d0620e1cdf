import { clock } from "@micro-shop/common/clock";
import { isDuplicateKey } from "@micro-shop/common/database/errors";
import { inTransaction } from "@micro-shop/common/database/transaction";
import { refuse } from "@micro-shop/common/errors";
import { newId } from "@micro-shop/common/ids";
import type { UserContext } from "../context";
import { insertUser } from "../model/users";
import type { UserRow } from "../model/userRow";
import { MAX_EMAIL_LENGTH, type RegisterInput } from "../types/session.input";
import { normalizeLogin } from "./normalizeLogin";
import { openSession, startSession, type OpenedSession } from "./openSession";
import { hashPassword } from "./passwords";
import { countAttempt, noteSuccess } from "./throttle";

/**
 * Makes an account and signs it in. Refusals: INVALID_INPUT without email and phone, LOGIN_TAKEN (counted as a
 * failure of the client's address, so that nobody can list the accounts), TOO_MANY_ATTEMPTS.
 */
export async function register(context: UserContext, input: RegisterInput): Promise<OpenedSession> {
  const email = input.email ? normalizeLogin(input.email).value : null;
  const phone = input.phone ? normalizeLogin(input.phone).value : null;
  const login = email ?? phone;
  if (login === null) {
    return refuse("INVALID_INPUT", "Either email or phone is required.", {
      path: ["input", "email"],
    });
  }
  // Small letters can be longer than the capitals that were counted.
  if (login.length > MAX_EMAIL_LENGTH) {
    return refuse("INVALID_INPUT", "The e-mail address is too long.", { path: ["input", "email"] });
  }
  const subject = { login: `register:${login}`, address: context.caller.clientAddress };
  await countAttempt(context, subject);
  const user: UserRow = {
    id: newId(),
    email,
    phone,
    name: input.name.trim(),
    avatarUrl: null,
    gender: null,
    birthday: null,
    status: "ACTIVE",
    createdAt: clock.now(),
  };
  const passwordHash = await hashPassword(input.password);
  try {
    const tokens = await inTransaction(context.database, async (transaction) => {
      await insertUser(transaction, { ...user, passwordHash }, ["CUSTOMER"]);
      return startSession(transaction, user.id);
    });
    await noteSuccess(context, subject);
    return await openSession(context, tokens, user, ["CUSTOMER"]);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return refuse("LOGIN_TAKEN", "An account with this e-mail address or phone number exists.", {
      path: ["input", email === null ? "phone" : "email"],
    });
  }
}
