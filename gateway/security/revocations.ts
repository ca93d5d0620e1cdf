import type { CallerUser } from "@micro-shop/common/graphql/requestContext";
import type { Logger } from "@micro-shop/common/log";
import { z } from "zod";

const revocationPage = z.object({
  disabledUserIds: z.array(z.string()),
  closedSessionIds: z.array(z.string()),
  /** What `after` asks for the next page with; null on the last one. */
  next: z.string().nullable(),
});

/** For each page. */
const ASK_WITHIN_MS = 3_000;

/** Of a thousand entries each; an answer that goes on and on is broken. */
const MAX_PAGES = 1_000;

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
  /** Reads all pages now. Resolves when the list is in use; a failure of any keeps the old list. */
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

  async function readPage(after: string | null): Promise<z.infer<typeof revocationPage>> {
    const url = new URL(options.url);
    if (after !== null) url.searchParams.set("after", after);
    const response = await fetch(url, {
      headers: options.headers(),
      signal: AbortSignal.timeout(ASK_WITHIN_MS),
    });
    if (!response.ok) throw new Error(`The revocation list came with status ${response.status}.`);
    return revocationPage.parse(await response.json());
  }

  async function readAll(): Promise<void> {
    try {
      const disabled = new Set<string>();
      const closed = new Set<string>();
      let after: string | null = null;
      for (let page = 1; page === 1 || after !== null; page++) {
        if (page > MAX_PAGES) throw new Error("The revocation list does not end.");
        const { disabledUserIds, closedSessionIds, next } = await readPage(after);
        for (const id of disabledUserIds) disabled.add(id);
        for (const id of closedSessionIds) closed.add(id);
        after = next;
      }
      users = disabled;
      sessions = closed;
      options.onUpdate(isRevoked);
    } catch (error) {
      options.log.warn(
        { err: error },
        "the revocation list could not be renewed; the old one stays",
      );
    }
  }

  // One reading at a time, or a slow one could put an older list over a newer one.
  let reading: Promise<void> | null = null;
  const refresh = (): Promise<void> =>
    (reading ??= readAll().finally(() => {
      reading = null;
    }));

  const timer = setInterval(() => void refresh(), options.everyMs).unref();
  return { isRevoked, refresh, stop: () => clearInterval(timer) };
}
