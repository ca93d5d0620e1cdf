import { AuthError } from "./errors";
import type { Tokens, TokenStore } from "./tokens";

/** Renewal this long before the end spares most calls the round trip of a refusal. */
const RENEW_AHEAD_MS = 30_000;

/** The signed-in user's tokens, renewed by one call however many need them. */
export interface Session {
  /** The token to send now; null when nobody is signed in. */
  accessToken(): Promise<string | null>;
  /**
   * A token newer than the refused one. Throws AuthError when there is none to be had; then the store is empty, unless
   * the renewal failed for another reason (offline), which is thrown as it is.
   */
  renew(refusedToken: string | null): Promise<string>;
  accept(tokens: Tokens): Promise<void>;
  clear(): Promise<void>;
}

/** `refresh` exchanges a refresh token for new tokens, or answers null when the server refuses it. */
export function createSession(
  store: TokenStore,
  refresh: (refreshToken: string) => Promise<Tokens | null>,
): Session {
  let renewal: Promise<string> | null = null;
  /** Grows with each sign-in and sign-out: a renewal that began before must not undo it. */
  let generation = 0;
  let renewAtMs = Infinity;
  /** The token `renewAtMs` was reckoned for; the store may hold another tab's or an earlier run's. */
  let reckonedFor: string | null = null;
  let isClockWrong = false;

  function reckon({ accessToken, expiresAt }: Tokens): void {
    const atMs = Date.parse(expiresAt) - RENEW_AHEAD_MS;
    renewAtMs = isClockWrong || Number.isNaN(atMs) ? Infinity : atMs;
    reckonedFor = accessToken;
  }

  async function accept(tokens: Tokens): Promise<void> {
    generation++;
    await keep(tokens);
  }

  async function keep(tokens: Tokens): Promise<void> {
    await store.set(tokens);
    // A device that takes a new token for an old one would renew before every call; it renews on refusal only.
    isClockWrong = Date.parse(tokens.expiresAt) - Date.now() <= 2 * RENEW_AHEAD_MS;
    reckon(tokens);
  }

  async function clear(): Promise<void> {
    generation++;
    await store.clear();
  }

  async function renewOnce(refusedToken: string | null): Promise<string> {
    const started = generation;
    const stored = await store.get();
    if (stored === null) throw new AuthError("You are not signed in.");
    // Another tab or process that shares the store was faster; a second renewal would revoke both.
    if (refusedToken !== null && stored.accessToken !== refusedToken) return stored.accessToken;
    const tokens = await refresh(stored.refreshToken);
    if (generation !== started) {
      const current = await store.get();
      if (current !== null) return current.accessToken;
      throw new AuthError("You have signed out.");
    }
    if (tokens === null) {
      await clear();
      throw new AuthError("Your session has ended; sign in again.");
    }
    await keep(tokens);
    return tokens.accessToken;
  }

  function renew(refusedToken: string | null): Promise<string> {
    renewal ??= renewOnce(refusedToken).finally(() => {
      renewal = null;
    });
    return renewal;
  }

  return {
    async accessToken() {
      const stored = await store.get();
      if (stored === null) return null;
      if (stored.accessToken !== reckonedFor) reckon(stored);
      if (Date.now() < renewAtMs) return stored.accessToken;
      renewAtMs = Infinity;
      try {
        return await renew(stored.accessToken);
      } catch (error) {
        if (error instanceof AuthError) throw error;
        // The present token still works for a while; a call that is refused renews again.
        return stored.accessToken;
      }
    },
    renew,
    accept,
    clear,
  };
}
