import { clock } from "@micro-shop/common/clock";
import type { UserContext } from "../context";
import { revokeSession } from "../model/sessions";

/** Ends the session of the caller. Without one there is nothing to end, which is no error. */
export async function logout(context: UserContext): Promise<void> {
  const { user } = context.caller;
  if (user) await revokeSession(context.database.drizzle, user.sessionId, clock.now());
}
