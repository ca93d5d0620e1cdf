import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import type { Logger } from "@micro-shop/common/log";
import { z } from "zod";

const revocationList = z.object({
  disabledUserIds: z.array(z.string()),
  closedSessionIds: z.array(z.string()),
});

const ASK_WITHIN_MS = 3_000;

export interface RevocationsOptions {
  readonly url: string;
  readonly everyMs: number;
  /** Headers that prove the gateway. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly log: Logger;
  /** Called after each new list, e.g. to close sockets. */
  readonly onUpdate: (isRevoked: (user: CallerUser) => boolean) => void;
}

export interface Revocations {
  isRevoked(user: CallerUser): boolean;
  /** Asks now. Resolves when the list is in use; a failure keeps the old list. */
  refresh(): Promise<void>;
  stop(): void;
}

/**
 * The disabled users and closed sessions whose access tokens have not ended yet, asked for regularly: tokens are
 * proven without asking anyone, so this list is what ends them early.
 */
export function watchRevocations(options: RevocationsOptions): Revocations {
  let users: ReadonlySet<string> = new Set();
  let sessions: ReadonlySet<string> = new Set();
  const isRevoked = (user: CallerUser): boolean =>
    users.has(user.id) || sessions.has(user.sessionId);

  async function refresh(): Promise<void> {
    try {
      const response = await fetch(options.url, {
        headers: options.headers(),
        signal: AbortSignal.timeout(ASK_WITHIN_MS),
      });
      if (!response.ok) throw new Error(`The revocation list came with status ${response.status}.`);
      const list = revocationList.parse(await response.json());
      users = new Set(list.disabledUserIds);
      sessions = new Set(list.closedSessionIds);
      options.onUpdate(isRevoked);
    } catch (error) {
      options.log.warn(
        { err: error },
        "the revocation list could not be renewed; the old one stays",
      );
    }
  }

  const timer = setInterval(() => void refresh(), options.everyMs).unref();
  return { isRevoked, refresh, stop: () => clearInterval(timer) };
}
